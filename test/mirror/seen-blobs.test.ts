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
});
