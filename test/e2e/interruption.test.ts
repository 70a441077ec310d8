import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { FaultEffect } from '../../lib/local/embedded-registry/fault.ts';
import { useRegistries } from '../local/embedded-registry/opened-registries.ts';
import { gatedStorage } from '../support/gated-storage.ts';
import { image } from '../support/image-builder.ts';
import { listTags } from '../support/list-tags.ts';
import { push } from '../support/push.ts';
import { readReport } from '../support/sync-definition.ts';
import { untilAsked } from '../support/until-asked.ts';
import { useWorkplace } from '../support/workplace.ts';

/** Larger than what sockets take on their own, so that an upload that nobody reads stands still midway. */
const LARGE = image({ layers: 1, layerBytes: 4 * 1024 * 1024 });

/** Shorter than any patience of the product: a process that ends in time ended because it was told to. */
const PROMPT = { timeout: 30_000 };

/** What a registry does when the signal comes. */
interface Moment {
  readonly side: 'source' | 'target';
  readonly method: string;
  readonly part: string;
  readonly effect: FaultEffect;
}

const STANDING_UPLOAD: Moment = {
  side: 'target',
  method: 'PUT',
  part: '/blobs/uploads/',
  effect: { kind: 'stall' },
};

const STANDING_DOWNLOAD: Moment = {
  side: 'source',
  method: 'GET',
  part: '/blobs/',
  effect: { kind: 'stallBody', afterBytes: 1 },
};

const NO_ANSWER: Moment = {
  side: 'source',
  method: 'HEAD',
  part: '/manifests/',
  effect: { kind: 'stall' },
};

const WAITING: Moment = {
  side: 'source',
  method: 'GET',
  part: '/manifests/',
  effect: { kind: 'status', status: 503, headers: { 'Retry-After': '60' } },
};

describe('a process that is told to end', () => {
  const startRegistry = useRegistries();
  const workplace = useWorkplace();
  let source: EmbeddedRegistry;
  let target: EmbeddedRegistry;
  let repair: () => void;

  beforeEach(async () => {
    const { url, storage } = await startRegistry();
    await push(LARGE, url, { repository: 'app', tag: '1' });
    // Nobody but the process under test connects to these.
    source = await startRegistry({ storage });
    target = await startRegistry();
    await define('app');
  });

  const define = (...names: readonly string[]) =>
    workplace().write('images.yaml', {
      images: names.map((name) => ({
        source: `${source.host}/${name}:1`,
        target: `${target.host}/${name}`,
      })),
    });

  /** Starts a run and resolves to it when it has come to `moment`. */
  async function runUntil({ side, method, part, effect }: Moment) {
    const registry = side === 'source' ? source : target;
    repair = registry.play({ method, path: new RegExp(part), do: effect });
    const process = workplace().start(['--output', 'json']);
    await untilAsked(registry, method, part);
    return process;
  }

  it.each([
    ['SIGINT', 'an upload stands still', STANDING_UPLOAD],
    ['SIGTERM', 'an upload stands still', STANDING_UPLOAD],
    ['SIGHUP', 'an upload stands still', STANDING_UPLOAD],
    ['SIGINT', 'a download stands still', STANDING_DOWNLOAD],
    ['SIGINT', 'a request is not answered', NO_ANSWER],
    ['SIGINT', 'a request waits to be repeated', WAITING],
  ] as const)('ends by %s in order while %s', PROMPT, async (signal, _, moment) => {
    const process = await runUntil(moment);

    process.kill(signal);
    const { exitCode, report } = readReport(await process.result);

    expect(exitCode).toBe(130);
    expect(report.images).toMatchObject([
      { status: 'failed', error: { kind: 'transient', code: 'INTERRUPTED', side: null } },
    ]);
    await expect.poll(() => source.connections).toBe(0);
    expect(target.uploads).toBe(0);
    expect(await listTags(target.url, 'app')).toEqual([]);
  });

  it('removes an upload session that was being opened', PROMPT, async () => {
    const { storage, open } = gatedStorage();
    target = await startRegistry({ storage });
    await define('app', 'other');
    source.play({ path: /other/, do: { kind: 'stall' } });
    const process = workplace().start([]);
    await untilAsked(source, 'HEAD', '/other/');
    await untilAsked(target, 'POST', '/blobs/uploads/');

    process.kill('SIGINT');
    // The end of the other image's request shows that the signal has arrived.
    await expect.poll(() => source.requests.some(({ aborted }) => aborted)).toBe(true);
    open();
    const { exitCode } = await process.result;

    expect(exitCode).toBe(130);
    expect(await listTags(target.url, 'app')).toEqual([]);
    expect(target.uploads).toBe(0);
  });

  it('keeps no connection to the target either', PROMPT, async () => {
    const process = await runUntil(STANDING_DOWNLOAD);
    expect(target.connections).toBeGreaterThan(0);

    process.kill('SIGINT');
    await process.result;

    await expect.poll(() => target.connections).toBe(0);
  });

  it('ends at the second SIGINT without finishing anything', PROMPT, async () => {
    target.play({ method: 'DELETE', do: { kind: 'stall' } });
    const process = await runUntil(STANDING_UPLOAD);
    process.kill('SIGINT');
    await untilAsked(target, 'DELETE', '/blobs/uploads/');

    process.kill('SIGINT');
    const { exitCode, stdout } = await process.result;

    expect(exitCode).toBe(130);
    expect(stdout).toBe('');
  });

  it('says as text that images were interrupted', PROMPT, async () => {
    target.play({ method: 'HEAD', do: { kind: 'stall' } });
    const process = workplace().start([]);
    await untilAsked(target, 'HEAD', '/manifests/');

    process.kill('SIGINT');
    const { exitCode, stdout } = await process.result;

    expect(exitCode).toBe(130);
    expect(stdout).toContain('interrupted');
  });

  it('gives its leases back, so that the next run need not wait', PROMPT, async () => {
    const process = await runUntil(STANDING_UPLOAD);
    process.kill('SIGINT');
    await process.result;
    repair();

    const { exitCode } = await workplace().run([]);

    expect(exitCode).toBe(0);
    expect(await listTags(target.url, 'app')).toEqual(['1']);
  });
});
