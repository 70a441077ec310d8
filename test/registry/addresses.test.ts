import type { LookupFunction } from 'node:net';
import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { AddressClass } from '../../lib/oci/address-class.ts';
import type { RegistrySettings } from '../../lib/registry/registries.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { begun } from '../support/begun.ts';
import { bytesOf, chunksOf } from '../support/chunks.ts';
import { image } from '../support/image-builder.ts';
import { useOtherAddresses } from '../support/other-addresses.ts';
import { ProxyServer } from '../support/proxy-server.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { store } from '../support/store.ts';

const BLOB = /\/blobs\/sha256:/;
const built = image();
const [{ descriptor: blob, bytes }] = built.blobs as [(typeof built.blobs)[0]];

/** What stands for the addresses of a world: all of them are this machine. */
const WORLD: Readonly<Record<string, AddressClass>> = {
  '127.0.0.1': 'public',
  '127.0.0.2': 'private',
  '127.0.0.3': 'loopback',
  '127.0.0.4': 'reserved',
};
const NAMES: Readonly<Record<string, readonly string[]>> = {
  'public.test': ['127.0.0.1'],
  'private.test': ['127.0.0.2'],
  'machine.test': ['127.0.0.3'],
  'metadata.test': ['127.0.0.4'],
  'both.test': ['127.0.0.2', '127.0.0.1'],
};

const answerAlsoAt = useOtherAddresses();
const fixture = useRegistryFixture();
let registry: EmbeddedRegistry;
let storage: EmbeddedRegistry;
let looked: string[];

const lookup: LookupFunction = (hostname, _, callback) => {
  looked.push(hostname);
  const addresses = NAMES[hostname] ?? [];
  callback(
    null,
    addresses.map((address) => ({ address, family: 4 })),
  );
};

const addresses = { lookup, classOf: (address: string) => WORLD[address] ?? 'public' };

beforeEach(async () => {
  looked = [];
  registry = await fixture().start();
  storage = await fixture().start();
  for (const server of [registry, storage]) {
    await store(built, server.storage, { repository: 'app', tag: '1' });
    await answerAlsoAt(Number(server.url.port), ['127.0.0.2', '127.0.0.3', '127.0.0.4']);
  }
});

/** The repository `app` of the registry, called by a name that says where it is. */
function appAt(name: string, settings: RegistrySettings = {}): Repository {
  const host = `${name}:${registry.url.port}`;
  return fixture().app({ host }, { settings: { plainHttp: true, ...settings }, ...addresses });
}

/** Leads whoever asks `from` for a blob to another server by `name`. */
function lead(name: string, from = registry, to = storage): void {
  const location = `http://${name}:${to.url.port}/v2/app/blobs/${blob.digest}`;
  from.play({ path: BLOB, do: { kind: 'redirect', status: 307, location } });
}

async function read(repository: Repository): Promise<Buffer> {
  return await bytesOf(await repository.openBlob(blob));
}

describe('a redirect', () => {
  it.each([
    ['public.test', 'public.test'],
    ['private.test', 'public.test'],
    ['private.test', 'private.test'],
    ['machine.test', 'private.test'],
    ['machine.test', 'machine.test'],
    ['metadata.test', 'private.test'],
  ])('from %s may lead to %s', async (from, to) => {
    lead(to);

    expect(await read(appAt(from))).toEqual(bytes);
  });

  it.each([
    ['public.test', 'private.test'],
    ['public.test', '127.0.0.2'],
    ['public.test', 'machine.test'],
    ['public.test', 'metadata.test'],
    ['private.test', 'machine.test'],
    ['private.test', 'metadata.test'],
    ['private.test', '127.0.0.4'],
    ['machine.test', 'metadata.test'],
    ['metadata.test', 'metadata.test'],
  ])('from %s may not lead to %s', async (from, to) => {
    lead(to);

    await expect(read(appAt(from))).rejects.toMatchObject({
      kind: 'policy',
      code: 'ADDRESS_REFUSED',
      retryable: false,
      message: expect.stringContaining(`${from}:${registry.url.port} leads to http://${to}:`),
    });

    expect(storage.requests).toEqual([]);
  });

  it('goes to those addresses of a name that it may go to', async () => {
    lead('both.test');

    expect(await read(appAt('public.test'))).toEqual(bytes);
  });

  it('goes to no address but the one that was judged', async () => {
    lead('public.test');

    await read(appAt('private.test'));

    expect(looked).toEqual(['private.test', 'public.test']);
  });

  it('is followed by another one only as far as a public host on the way may lead', async () => {
    const third = await fixture().start();
    await store(built, third.storage, { repository: 'app', tag: '1' });
    lead('public.test');
    lead('private.test', storage, third);

    await expect(read(appAt('private.test'))).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });

    expect(third.requests).toEqual([]);
  });

  it('says which setting would allow it', async () => {
    lead('private.test');

    await expect(read(appAt('public.test'))).rejects.toMatchObject({
      message: expect.stringMatching(/ at 127\.0\.0\.2, an address of a private network$/),
      hint: expect.stringContaining(
        `registries."public.test:${registry.url.port}".privateAddresses`,
      ),
    });
  });

  it.each(['private.test', 'machine.test'])(
    'may lead from public.test to %s where its settings say so',
    async (to) => {
      lead(to);

      expect(await read(appAt('public.test', { privateAddresses: true }))).toEqual(bytes);
    },
  );

  it('may lead to no metadata service whatever the settings say, and says so', async () => {
    lead('metadata.test');

    await expect(read(appAt('public.test', { privateAddresses: true }))).rejects.toMatchObject({
      code: 'ADDRESS_REFUSED',
      hint: expect.stringContaining('no setting allows it'),
    });
  });

  it('of a public registry gains nothing by connections that a private one has', async () => {
    lead('private.test');
    const client = fixture().client({ settings: { plainHttp: true }, ...addresses });
    const open = (name: string) =>
      client.open({ registry: `${name}:${registry.url.port}`, repository: 'app' }, 'pull');

    expect(await read(open('private.test'))).toEqual(bytes);
    await expect(read(open('public.test'))).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
  });
});

describe('an upload', () => {
  async function start(repository: Repository, name: string) {
    const location = `http://${name}:${storage.url.port}/v2/app/blobs/uploads/planted-session`;
    registry.play({ method: 'POST', do: { kind: 'redirect', status: 202, location } });
    storage.play({ method: 'PUT', do: { kind: 'status', status: 201 } });
    storage.play({ method: 'DELETE', do: { kind: 'status', status: 204 } });
    return await begun(repository.startUpload(blob));
  }

  it('goes on at a private address where the registry is at one', async () => {
    const upload = await start(appAt('private.test'), 'private.test');

    await upload.write(chunksOf(bytes));

    expect(storage.requests).toMatchObject([{ method: 'PUT', status: 201 }]);
  });

  it('of a public registry does not, and nothing is sent', async () => {
    const upload = await start(appAt('public.test'), 'private.test');

    const failure = await upload.write(chunksOf(bytes)).catch((error: unknown) => error);
    await upload.cancel();

    expect(failure).toMatchObject({ code: 'ADDRESS_REFUSED' });
    expect(String(failure)).not.toContain('planted-session');
    expect(storage.requests).toEqual([]);
  });
});

describe('a realm', () => {
  const credentials = { kind: 'basic', username: 'alice', password: 'hunter2' } as const;

  function challenge(name: string): void {
    const realm = `http://${name}:${storage.url.port}/token`;
    const headers = { 'WWW-Authenticate': `Bearer realm="${realm}",service="s"` };
    registry.play({ do: { kind: 'status', status: 401, headers } });
  }

  it('of the same name that stands for a private address now is told nothing', async () => {
    challenge('turning.test');
    let times = 0;
    const turning: LookupFunction = (_, __, callback) => {
      times += 1;
      callback(null, [{ address: times === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }]);
    };
    const host = `turning.test:${registry.url.port}`;
    const settings = { plainHttp: true, credentials };
    const app = fixture().app({ host }, { settings, ...addresses, lookup: turning });

    await expect(app.resolve('1')).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });

    expect(storage.requests).toEqual([]);
  });

  it('of a private registry may be at a private address', async () => {
    challenge('private.test');

    const resolving = appAt('private.test', { credentials }).resolve('1');

    await expect(resolving).rejects.toMatchObject({ status: 404 });
    expect(storage.requests).toHaveLength(1);
  });
});

describe('behind a proxy', () => {
  it.each(['127.0.0.2', '127.0.0.4', 'localhost'])('%s is refused as well', async (to) => {
    const proxy = await ProxyServer.start({ leadsTo: registry.host });
    lead(to);

    const reading = read(appAt('registry.invalid', { proxy: proxy.url }));

    await expect(reading).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    expect(proxy.lines).toHaveLength(1);
    await proxy.close();
  });
});
