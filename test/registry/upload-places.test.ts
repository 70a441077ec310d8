import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { countAsked } from '../support/asked.ts';
import { begun } from '../support/begun.ts';
import { content } from '../support/built.ts';
import { chunksOf } from '../support/chunks.ts';
import { SeededRandom } from '../support/random.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { storeContent } from '../support/store.ts';

const REASON = new Error('interrupted');
const { descriptor, bytes } = content(new SeededRandom('blob').bytes(1000), 'text/plain');

const fixture = useRegistryFixture();
let registry: EmbeddedRegistry;
let repository: Repository;

beforeEach(async () => {
  registry = await fixture().start();
  repository = fixture().app(registry, { settings: { maxConnections: 1 } });
});

describe('the places for uploads', () => {
  it('are no more than the registry is granted, until an upload has ended', async () => {
    const first = await begun(repository.startUpload(descriptor));
    const second = begun(repository.startUpload(descriptor));
    await repository.hasBlob(descriptor);
    expect(registry.uploads).toBe(1);

    await first.write(chunksOf(bytes));

    await (await second).cancel();
    expect(countAsked(registry, 'POST', /uploads/)).toBe(2);
  });

  it('are told of when they are taken, before the registry is asked', async () => {
    const first = await begun(repository.startUpload(descriptor));
    let askedBefore: number | undefined;
    const onPlace = () => {
      askedBefore = countAsked(registry, 'POST', /uploads/);
    };
    const second = begun(repository.startUpload(descriptor, { onPlace }));
    await repository.hasBlob(descriptor);
    expect(askedBefore).toBeUndefined();

    await first.cancel();

    await (await second).cancel();
    expect(askedBefore).toBe(1);
  });

  it('are given back by a start that was refused', async () => {
    registry.play({ method: 'POST', times: 1, do: { kind: 'status', status: 403 } });
    await expect(repository.startUpload(descriptor)).rejects.toMatchObject({ status: 403 });

    const next = await begun(repository.startUpload(descriptor));

    await next.cancel();
  });

  it('are given back by a mount', async () => {
    await storeContent({ descriptor, bytes }, registry.storage, 'team/base');

    for (let round = 0; round < 2; round += 1) {
      const upload = await repository.startUpload(descriptor, { mountFrom: 'team/base' });
      expect(upload).toBe('mounted');
    }
  });

  it('are given back by an upload that failed and was cancelled', async () => {
    registry.play({ method: 'PUT', times: 1, do: { kind: 'reset' } });
    const failed = await begun(repository.startUpload(descriptor));
    await expect(failed.write(chunksOf(bytes))).rejects.toThrow();
    await failed.cancel();

    const next = await begun(repository.startUpload(descriptor));

    await next.cancel();
  });

  it('can be waited for until an abort', async () => {
    const first = await begun(repository.startUpload(descriptor));
    const abort = new AbortController();
    const second = repository.startUpload(descriptor, { signal: abort.signal });

    abort.abort(REASON);

    await expect(second).rejects.toBe(REASON);
    await first.cancel();
    expect(countAsked(registry, 'POST', /uploads/)).toBe(1);
  });
});

describe('a start that is aborted', () => {
  it('while its session is opened removes that', async () => {
    const { promise: opening, resolve: open } = Promise.withResolvers<void>();
    const stage = registry.storage.stageContent.bind(registry.storage);
    vi.spyOn(registry.storage, 'stageContent').mockImplementationOnce(async () => {
      await opening;
      return await stage();
    });
    const abort = new AbortController();
    const start = repository.startUpload(descriptor, { signal: abort.signal });
    await vi.waitFor(() => expect(registry.requests).toHaveLength(1));

    abort.abort(REASON);
    open();

    await expect(start).rejects.toBe(REASON);
    expect(registry.uploads).toBe(0);
    expect(registry.requests.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
    await (await begun(repository.startUpload(descriptor))).cancel();
  });
});
