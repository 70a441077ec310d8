import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../../lib/local/embedded-registry/embedded-registry.ts';
import type { FaultEffect } from '../../../lib/local/embedded-registry/fault.ts';
import { SeededRandom } from '../../support/random.ts';
import { putBlob, request, useRegistries } from './opened-registries.ts';

const start = useRegistries();

const BYTES = Buffer.from(new SeededRandom('blob').bytes(70_000));

let registry: EmbeddedRegistry;
let path: string;

beforeEach(async () => {
  registry = await start();
  path = `/v2/app/blobs/${await putBlob(registry, 'app', BYTES)}`;
  registry.clearRequests();
});

async function get(effect: FaultEffect, method = 'GET'): Promise<Response> {
  registry.play({ times: 1, do: effect });
  return await request(registry, path, { method });
}

/** What arrives before the body ends or fails, and whether it failed. */
async function read({ body }: Response, atLeast = Number.POSITIVE_INFINITY) {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body ?? []) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size >= atLeast) break;
    }
    return { bytes: Buffer.concat(chunks), failed: false };
  } catch {
    return { bytes: Buffer.concat(chunks), failed: true };
  }
}

describe('a cut fault', () => {
  it.each([0, 10, 66_000])('breaks the body off after %i bytes', async (afterBytes) => {
    const answer = await get({ kind: 'cut', afterBytes });
    const { bytes, failed } = await read(answer);

    expect(answer.headers.get('content-length')).toBe('70000');
    expect(bytes).toEqual(BYTES.subarray(0, afterBytes));
    expect(failed).toBe(true);
    expect(registry.requests).toMatchObject([{ status: 200, bytesSent: afterBytes }]);
    await expect.poll(() => registry.requests[0]?.aborted).toBe(true);
  });
});

describe('a stallBody fault', () => {
  it('sends so much and then nothing, and keeps the connection', async () => {
    const answer = await get({ kind: 'stallBody', afterBytes: 66_000 });
    const { bytes } = await read(answer, 66_000);

    expect(bytes).toEqual(BYTES.subarray(0, 66_000));
    expect(registry.requests).toMatchObject([{ bytesSent: 66_000 }]);
  });

  it('sends the head even when the body has no byte', async () => {
    const answer = await get({ kind: 'stallBody', afterBytes: 0 });

    expect(answer.headers.get('content-length')).toBe('70000');
    expect(registry.requests).toMatchObject([{ aborted: false }]);
    await answer.body?.cancel();
  });
});

describe('a shift fault', () => {
  it('leaves out the first bytes of a whole body, as if a range had been asked for', async () => {
    const answer = await get({ kind: 'shift', by: 3 });
    const { bytes } = await read(answer);

    expect(answer.status).toBe(206);
    expect(answer.headers.get('content-range')).toBe('bytes 3-69999/70000');
    expect(bytes).toEqual(BYTES.subarray(3));
  });

  it('leaves out the first bytes of a range, and says so', async () => {
    registry.play({ do: { kind: 'shift', by: 3 } });
    const answer = await request(registry, path, { headers: { range: 'bytes=10-19' } });
    const { bytes } = await read(answer);

    expect(answer.headers.get('content-range')).toBe('bytes 13-19/70000');
    expect(bytes).toEqual(BYTES.subarray(13, 20));
  });
});

describe('a truncate fault', () => {
  it('sends less under a length that says so', async () => {
    const answer = await get({ kind: 'truncate', bytes: 66_000 });
    const { bytes, failed } = await read(answer);

    expect(answer.headers.get('content-length')).toBe('66000');
    expect(bytes).toEqual(BYTES.subarray(0, 66_000));
    expect(failed).toBe(false);
  });
});

describe('a corrupt fault', () => {
  it.each([0, 65_536, 69_999])('changes the byte at %i and no other', async (at) => {
    const { bytes } = await read(await get({ kind: 'corrupt', at }));
    const clean = await read(await request(registry, path));

    const wrong = [...BYTES.keys()].filter((position) => bytes[position] !== BYTES[position]);
    expect(wrong).toEqual([at]);
    expect(clean.bytes).toEqual(BYTES);
  });
});

describe('a headers fault', () => {
  it('sets and removes headers without regard to case', async () => {
    const answer = await get({
      kind: 'headers',
      set: { 'docker-content-digest': 'sha256:wrong' },
      remove: ['content-length'],
    });

    expect(answer.headers.get('docker-content-digest')).toBe('sha256:wrong');
    expect(answer.headers.get('content-length')).toBeNull();
    expect((await read(answer)).bytes).toEqual(BYTES);
  });

  it('promises more than it sends', async () => {
    const answer = await get({
      kind: 'headers',
      set: { 'Content-Length': '70001', Connection: 'close' },
    });

    expect(await read(answer)).toEqual({ bytes: BYTES, failed: true });
  });

  it('changes the answer to HEAD', async () => {
    const { headers } = await get({ kind: 'headers', remove: ['Docker-Content-Digest'] }, 'HEAD');

    expect(headers.get('docker-content-digest')).toBeNull();
    expect(headers.get('content-length')).toBe('70000');
  });
});
