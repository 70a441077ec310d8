import { decodeTime, isValid } from 'ulid';
import { describe, expect, it } from 'vitest';
import { runIdFor } from '../../../lib/mirror/run-cycle/run-id.ts';
import { digestOf } from '../../../lib/oci/digest.ts';

const VERSION = digestOf(Buffer.from('one'));
const OTHER_VERSION = digestOf(Buffer.from('other'));
const CAUSE = { identity: 'event 1', atMs: Date.UTC(2026, 0, 1) };

describe('runIdFor', () => {
  it('is a ULID of the time of the cause', () => {
    const id = runIdFor(CAUSE, VERSION, []);

    expect(isValid(id)).toBe(true);
    expect(decodeTime(id)).toBe(CAUSE.atMs);
  });

  it('is the same for the same cause and version, and for no other', () => {
    const ids = [
      runIdFor(CAUSE, VERSION, []),
      runIdFor({ ...CAUSE, identity: 'event 2' }, VERSION, []),
      runIdFor(CAUSE, OTHER_VERSION, []),
    ];

    expect(runIdFor(CAUSE, VERSION, [])).toBe(ids[0]);
    expect(new Set(ids).size).toBe(3);
  });

  it('follows every earlier one, and stays what it was then', () => {
    const earlier = runIdFor({ identity: 'event 0', atMs: CAUSE.atMs + 5 }, VERSION, []);

    const id = runIdFor(CAUSE, VERSION, [earlier]);

    expect(decodeTime(id)).toBe(CAUSE.atMs + 6);
    expect(runIdFor(CAUSE, VERSION, [earlier, id])).toBe(id);
  });
});
