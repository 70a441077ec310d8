import pMap from 'p-map';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { AccountSettings } from '../../lib/registry/account.ts';
import { Registries } from '../../lib/registry/registries.ts';
import { IdleClock } from '../support/idle-clock.ts';
import { image } from '../support/image-builder.ts';
import {
  type LimitedFront,
  type LimitedFrontOptions,
  startLimitedFront,
} from '../support/limited-front.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { store } from '../support/store.ts';

const MINUTE_MS = 60_000;

type Limit = Omit<LimitedFrontOptions, 'pulls' | 'windowMs' | 'now'>;

const { root, blobs, manifests } = image();
const fixture = useRegistryFixture();
let registry: EmbeddedRegistry;
let front: LimitedFront;
let clock: IdleClock;
let client: Registries | undefined;

beforeEach(async () => {
  registry = await fixture().start();
});

afterEach(async () => {
  await client?.close();
  await front.close();
  await clock.end();
});

async function start(limit: Limit): Promise<void> {
  clock = new IdleClock(() => registry.requests.length + (front?.requests.length ?? 0));
  const now = () => clock.now();
  front = await startLimitedFront(registry.url, {
    ...limit,
    pulls: 20,
    windowMs: MINUTE_MS,
    now,
  });
}

function open(...accounts: readonly AccountSettings[]): Registries {
  const [first, ...otherAccounts] = accounts;
  client = new Registries({
    settingsOf: () => ({ credentials: first?.credentials, account: first?.name, otherAccounts }),
    retry: { retries: 1, clock, random: () => 0 },
  });
  return client;
}

/** Reads the manifests of so many repositories, 16 at a time. */
async function pull(registries: Registries, count: number, name = 'app'): Promise<void> {
  const names = Array.from({ length: count }, (_, number) => `${name}${number}`);
  for (const repository of names) {
    await store({ root, blobs, manifests }, registry.storage, { repository });
  }
  const pullOne = async (repository: string) => {
    const opened = registries.open({ registry: front.host, repository }, 'pull');
    await opened.fetchManifest(root.descriptor.digest);
  };
  await pMap(names, pullOne, { concurrency: 16 });
}

describe('a registry that allows 20 pulls a minute', () => {
  it.each<[string, Limit]>([
    [
      'counts and windows, all at once',
      { kind: 'window', tells: 'windows', retryAfter: 'seconds' },
    ],
    ['counts and windows, one by one', { kind: 'bucket', tells: 'windows', retryAfter: 'seconds' }],
    ['counts alone, all at once', { kind: 'window', tells: 'counts', retryAfter: 'seconds' }],
    ['counts alone, one by one', { kind: 'bucket', tells: 'counts', retryAfter: 'date' }],
    ['Retry-After alone, all at once', { kind: 'window', retryAfter: 'seconds' }],
    ['Retry-After alone, one by one', { kind: 'bucket', retryAfter: 'date' }],
    ['nothing, all at once', { kind: 'window' }],
    ['nothing, one by one', { kind: 'bucket' }],
  ])('serves 100 images and refuses at most 5 requests where it tells %s', async (_, limit) => {
    await start(limit);

    await pull(open(), 100);

    expect(front.refused).toBeLessThanOrEqual(5);
    expect(front.requests.length - front.refused).toBe(100);
  });
});

describe('accounts', () => {
  const START = Date.UTC(2026, 0, 1);
  const accounts = ['one', 'two'];
  const account = (username: string): AccountSettings => ({
    credentials: { kind: 'basic', username, password: 'secret' },
  });

  function granted(name: string): number {
    return front.requests.filter((request) => request.account === name && request.status === 200)
      .length;
  }

  it('do not stop each other', async () => {
    await start({ kind: 'window', retryAfter: 'seconds', accounts });
    client = new Registries({
      settingsOf: ({ repository }) => {
        const name = repository.replace(/\d+$/, '');
        return { scope: `${front.host}/${name}`, ...account(name) };
      },
      retry: { retries: 1, clock, random: () => 0 },
    });
    const throttled = pull(client, 21, 'one');
    await expect.poll(() => front.refused).toBeGreaterThan(0);
    const closedAt = clock.now();

    await pull(client, 20, 'two');

    expect(clock.now()).toBe(closedAt);
    expect(granted('two')).toBe(20);
    await throttled;
    expect(clock.now()).toBeGreaterThanOrEqual(START + MINUTE_MS);
  });

  it('take turns at one registry, and go on where one is throttled', async () => {
    await start({ kind: 'window', retryAfter: 'seconds', accounts });

    await pull(open(account('one'), account('two')), 38);

    expect([granted('one'), granted('two')]).toEqual([19, 19]);
    expect(clock.now()).toBe(START);
  });

  it('stand in for one that is throttled', async () => {
    await start({ kind: 'window', retryAfter: 'seconds', accounts });
    await pull(open(account('one')), 20, 'before');
    await client?.close();

    await pull(open(account('one'), account('two')), 20);

    expect([granted('one'), granted('two')]).toEqual([20, 20]);
    expect(clock.now()).toBe(START);
  });

  it('are asked in turn for what one of them does not see', async () => {
    await start({ kind: 'window', accounts, seenBy: { app0: 'two' } });
    const registries = open(account('one'), account('two'));

    for (let times = 0; times < 6; times += 1) await pull(registries, 1);

    expect(granted('two')).toBe(6);
    expect(front.requests.filter(({ status }) => status === 404).length).toBeLessThanOrEqual(1);
  });

  it('say together that something is missing', async () => {
    await start({ kind: 'window', accounts });
    const registries = open(account('one'), account('two'));
    const repository = registries.open({ registry: front.host, repository: 'app' }, 'pull');

    await expect(repository.resolve('1')).resolves.toBeUndefined();

    const found = front.requests.filter(({ status }) => status === 404);
    expect(found.map((request) => request.account).toSorted()).toEqual(['one', 'two']);
  });

  it('leave what is written to the first of them', async () => {
    await start({ kind: 'window', accounts });
    const registries = open(account('one'), account('two'));
    const repository = registries.open({ registry: front.host, repository: 'app' }, 'pull,push');
    const [blob] = blobs;

    for (const _ of accounts) if (blob) await repository.hasBlob(blob.descriptor);

    expect(new Set(front.requests.map((request) => request.account))).toEqual(
      new Set(['anonymous', 'one']),
    );
  });
});
