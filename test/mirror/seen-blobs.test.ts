import { describe, expect, it } from 'vitest';
import { SeenBlobs } from '../../lib/mirror/seen-blobs.ts';
import { digestOf } from '../../lib/oci/digest.ts';

const BLOB = digestOf(Buffer.from('blob'));

function repository(name: string, registry = 'mirror.example') {
  return { registry, repository: name };
}

describe('SeenBlobs', () => {
  it('finds a blob in another repository of the same registry', () => {
    const seen = new SeenBlobs();

    seen.for(repository('one')).remember(BLOB);

    expect(seen.for(repository('two')).find(BLOB)).toBe('one');
  });

  it('finds nothing in the repository itself, which would be asked anyway', () => {
    const seen = new SeenBlobs();

    seen.for(repository('one')).remember(BLOB);

    expect(seen.for(repository('one')).find(BLOB)).toBeUndefined();
  });

  it('finds nothing on another registry', () => {
    const seen = new SeenBlobs();

    seen.for(repository('one')).remember(BLOB);

    expect(seen.for(repository('two', 'other.example')).find(BLOB)).toBeUndefined();
  });

  it('forgets the blobs of a registry that were not asked for longest', () => {
    const seen = new SeenBlobs({ blobs: 2 });
    const others = ['second', 'third'].map((name) => digestOf(Buffer.from(name)));

    for (const blob of [BLOB, ...others]) seen.for(repository('one')).remember(blob);

    const { find } = seen.for(repository('two'));
    expect([BLOB, ...others].map(find)).toEqual([undefined, 'one', 'one']);
  });

  it('brings a blob to a repository once at a time: whoever comes later finds it there', async () => {
    const seen = new SeenBlobs();
    const arrival = Promise.withResolvers<void>();
    let transfers = 0;
    const bring = async () => {
      transfers += 1;
      await arrival.promise;
      return 'uploaded' as const;
    };
    const one = seen.for(repository('one'));

    const outcomes = [one, one, seen.for(repository('two'))].map((hints) =>
      hints.bringOnce(BLOB, bring, {}),
    );
    arrival.resolve();

    expect(await Promise.all(outcomes)).toEqual(['uploaded', 'present', 'uploaded']);
    expect(transfers).toBe(2);
  });

  it('goes on with a blob for the others when whoever began is aborted', async () => {
    const hints = new SeenBlobs().for(repository('one'));
    const arrival = Promise.withResolvers<void>();
    const bring = async () => {
      await arrival.promise;
      return 'uploaded' as const;
    };
    const interruption = new AbortController();
    const first = hints.bringOnce(BLOB, bring, { signal: interruption.signal });
    const second = hints.bringOnce(BLOB, bring, {});

    interruption.abort(new Error('interrupted'));
    arrival.resolve();

    await expect(first).rejects.toThrow('interrupted');
    expect(await second).toBe('present');
  });

  it('brings a blob itself where whoever began could not', async () => {
    const hints = new SeenBlobs().for(repository('one'));
    const failure = Promise.withResolvers<never>();
    const first = hints.bringOnce(BLOB, () => failure.promise, {});
    const second = hints.bringOnce(BLOB, async () => 'uploaded', {});

    failure.reject(new Error('the other source is locked'));

    await expect(first).rejects.toThrow('the other source is locked');
    expect(await second).toBe('uploaded');
  });

  it('fails each with its own failure where nobody can bring a blob', async () => {
    const hints = new SeenBlobs().for(repository('one'));
    const failing = (source: string) =>
      hints.bringOnce(BLOB, () => Promise.reject(new Error(source)), {});

    const outcomes = await Promise.allSettled([failing('one'), failing('two'), failing('three')]);

    const reasons = ['one', 'two', 'three'].map((message) => ({ reason: { message } }));
    expect(outcomes).toMatchObject(reasons);
  });
});
