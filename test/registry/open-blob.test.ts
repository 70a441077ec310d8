import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { FaultEffect } from '../../lib/local/embedded-registry/fault.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { content } from '../support/built.ts';
import { bytesOf } from '../support/chunks.ts';
import { SeededRandom } from '../support/random.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { storeContent } from '../support/store.ts';

const BLOB = /\/blobs\/sha256:/;
const SIZE = 100_000;
const FROM = 70_001;
const blob = content(new SeededRandom('blob').bytes(SIZE), 'application/octet-stream');
const rest = blob.bytes.subarray(FROM);

const fixture = useRegistryFixture();
let registry: EmbeddedRegistry;
let repository: Repository;

beforeEach(async () => {
  registry = await fixture().start();
  await storeContent(blob, registry.storage, 'app');
  repository = fixture().app(registry, { settings: { maxConnections: 1 } });
});

async function readRest(from = FROM): Promise<Buffer> {
  return await bytesOf(await repository.openBlob(blob.descriptor, { from }));
}

function ranges(): readonly (string | undefined)[] {
  return registry.requests.map(({ headers }) => headers.range);
}

describe('openBlob from a position on', () => {
  it('moves only what follows', async () => {
    expect(await readRest()).toEqual(rest);

    expect(registry.requests).toMatchObject([
      { headers: { range: 'bytes=70001-99999' }, status: 206, bytesSent: SIZE - FROM },
    ]);
  });

  it('asks for no range where it begins at the start', async () => {
    expect(await readRest(0)).toEqual(blob.bytes);

    expect(ranges()).toEqual([undefined]);
  });

  it('asks for nothing at the end', async () => {
    expect(await readRest(SIZE)).toHaveLength(0);

    expect(registry.requests).toEqual([]);
  });

  it('keeps the range where it is sent elsewhere', async () => {
    const storage = await fixture().start();
    await storeContent(blob, storage.storage, 'app');
    const location = `${storage.url}v2/app/blobs/${blob.descriptor.digest}`;
    registry.play({ path: BLOB, do: { kind: 'redirect', status: 307, location } });

    expect(await readRest()).toEqual(rest);

    expect(storage.requests).toMatchObject([{ status: 206, bytesSent: SIZE - FROM }]);
  });

  it('takes a range of a blob whose size the registry does not tell', async () => {
    const set = { 'Content-Range': `bytes ${FROM}-${SIZE - 1}/*` };
    registry.play({ path: BLOB, do: { kind: 'headers', set } });

    expect(await readRest()).toEqual(rest);

    expect(ranges()).toHaveLength(1);
  });

  it('drops the beginning where a registry sends everything', async () => {
    const text = 'everything, whatever was asked for';
    registry.play({ path: BLOB, do: { kind: 'status', status: 200, body: text } });
    const described = content(Buffer.from(text), 'text/plain').descriptor;

    const opened = await repository.openBlob(described, { from: 10 });

    expect(String(await bytesOf(opened))).toBe(text.slice(10));
    expect(ranges()).toHaveLength(1);
  });

  it.each<[string, FaultEffect]>([
    ['a shifted range', contentRange(`bytes ${FROM + 1}-${SIZE - 1}/${SIZE}`)],
    ['a shorter range', contentRange(`bytes ${FROM}-${SIZE - 2}/${SIZE}`)],
    ['another size', contentRange(`bytes ${FROM}-${SIZE - 1}/${SIZE + 1}`)],
    ['no range', { kind: 'headers', remove: ['Content-Range'] }],
    ['a wrong length', { kind: 'truncate', bytes: 10 }],
    ['416', { kind: 'status', status: 416 }],
  ])('reads everything and drops the beginning after %s', async (_, effect) => {
    registry.play({ path: BLOB, times: 1, do: effect });

    expect(await readRest()).toEqual(rest);

    expect(ranges()).toEqual([`bytes=${FROM}-${SIZE - 1}`, undefined]);
  });

  it('does not take everything of a wrong length', async () => {
    registry.play({ path: BLOB, times: 1, do: { kind: 'status', status: 416 } });
    registry.play({ path: BLOB, times: 1, do: { kind: 'truncate', bytes: 80_000 } });

    await expect(readRest()).rejects.toMatchObject({ code: 'CONTENT_MISMATCH', retryable: true });

    expect(await readRest()).toEqual(rest);
  });

  it('gives its place back when nothing is there', async () => {
    registry.play({ path: BLOB, times: 1, do: { kind: 'status', status: 416 } });
    registry.play({ path: BLOB, times: 1, do: { kind: 'status', status: 404 } });

    await expect(readRest()).rejects.toMatchObject({ code: 'NOT_FOUND' });

    expect(await readRest()).toEqual(rest);
  });
});

function contentRange(value: string): FaultEffect {
  return { kind: 'headers', set: { 'Content-Range': value } };
}
