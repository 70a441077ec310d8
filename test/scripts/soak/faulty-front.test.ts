import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type EmbeddedRegistry,
  startEmbeddedRegistry,
} from '../../../lib/local/embedded-registry/embedded-registry.ts';
import type { FrontFault } from '../../../scripts/soak/fault-plan.ts';
import { type FaultyFront, startFaultyFront } from '../../../scripts/soak/faulty-front.ts';
import { image } from '../../support/image-builder.ts';
import { push } from '../../support/push.ts';

const BUILT = image();
const PLACE = { repository: 'app', tag: '1' } as const;

describe('startFaultyFront', () => {
  let registry: EmbeddedRegistry;
  let front: FaultyFront;
  let faults: (FrontFault | undefined)[];

  beforeEach(async () => {
    faults = [];
    registry = await startEmbeddedRegistry();
    front = await startFaultyFront({ url: registry.url, nextFault: () => faults.shift() });
  });

  afterEach(async () => {
    await front.close();
    await registry.close();
  });

  const url = () => new URL(`http://${front.host}`);
  const manifest = () => new URL('/v2/app/manifests/1', url());

  it('passes on what it is asked, and keeps which tags were put', async () => {
    await push(BUILT, url(), PLACE);

    const response = await fetch(manifest());

    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(BUILT.root.bytes));
    expect([...front.tagged]).toEqual(['/v2/app/manifests/1']);
    expect(front.receivedBytes).toBeGreaterThan(BUILT.root.bytes.byteLength);
    expect(front.uploads).toBe(0);
  });

  it('refuses with the status and the wait that it is told', async () => {
    faults = [{ kind: 'refuse', status: 429, retryAfterSeconds: 2 }];

    const response = await fetch(manifest());

    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('2');
    expect(registry.requests).toEqual([]);
    expect(front.faults).toEqual(new Map([['refuse', 1]]));
  });

  it('refuses what is beyond its limit', async () => {
    const limit = { requests: 1, windowMs: 60_000 };
    const limited = await startFaultyFront({
      url: registry.url,
      nextFault: () => undefined,
      limit,
    });
    const ask = async () => (await fetch(`http://${limited.host}/v2/`)).status;

    const statuses = [await ask(), await ask(), await ask()];

    expect(statuses).toEqual([200, 429, 200]);
    await limited.close();
  });

  it('lets nobody hear of what was done', async () => {
    faults = [{ kind: 'lose' }];

    await expect(fetch(new URL('/v2/', url()))).rejects.toThrow();

    expect(registry.requests).toHaveLength(1);
  });

  it('cuts an answer after so many bytes', async () => {
    await push(BUILT, url(), PLACE);
    faults = [{ kind: 'cut-answer', afterBytes: 10 }];

    const read = async () => (await fetch(manifest())).arrayBuffer();

    await expect(read()).rejects.toThrow();
  });

  it('cuts a request after so many bytes', async () => {
    faults = [{ kind: 'cut-request', afterBytes: 10 }];
    const session = new URL('/v2/app/blobs/uploads/', url());

    await expect(fetch(session, { method: 'POST', body: 'x'.repeat(100) })).rejects.toThrow();

    expect(front.receivedBytes).toBe(10);
  });

  it('does nothing wrong once it has recovered', async () => {
    faults = [{ kind: 'lose' }];
    front.recover();

    await expect(fetch(new URL('/v2/', url()))).resolves.toHaveProperty('status', 200);
  });
});
