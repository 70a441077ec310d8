import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../lib/clock.ts';
import type { BlobHolders, Leases } from '../../lib/mirror/ports.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { ManualClock } from './manual-clock.ts';

const REGISTRY = 'mirror.example:5000';
const BLOB = digestOf(Buffer.from('layer'));
const OTHER = digestOf(Buffer.from('other'));
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** Holders under test, of which none is known, and claims on blobs that are kept beside them. */
export interface HoldersUnderTest {
  readonly holders: BlobHolders;
  readonly claims: Leases;
  close?(): void | Promise<void>;
}

/** What {@link BlobHolders} guarantee, by the clock that they are opened with. */
export function blobHolderContract(
  name: string,
  open: (clock: Clock) => HoldersUnderTest | Promise<HoldersUnderTest>,
): void {
  describe(name, () => {
    let clock: ManualClock;
    let opened: HoldersUnderTest;
    let holders: BlobHolders;

    beforeEach(async () => {
      clock = new ManualClock();
      opened = await open(clock);
      holders = opened.holders;
    });

    afterEach(() => opened.close?.());

    const list = () => holders.list(REGISTRY, BLOB);

    /** One after another, an hour between them. */
    async function add(...repositories: readonly string[]): Promise<void> {
      for (const repository of repositories) {
        clock.advance(HOUR_MS);
        await holders.add(REGISTRY, BLOB, repository);
      }
    }

    it('know nothing of a blob that nobody has told of', async () => {
      expect(await list()).toEqual([]);
    });

    it('tell repositories, the latest first', async () => {
      await add('team/b', '0team/a', 'team/c');

      expect(await list()).toEqual(['team/c', '0team/a', 'team/b']);
    });

    it('keep registries and blobs apart', async () => {
      await add('team/a');

      await holders.add('other.example', BLOB, 'team/b');
      await holders.add(REGISTRY, OTHER, 'team/c');

      expect(await list()).toEqual(['team/a']);
      expect(await holders.list('other.example', BLOB)).toEqual(['team/b']);
      expect(await holders.list(REGISTRY, OTHER)).toEqual(['team/c']);
    });

    it('forget the one heard of longest ago for a fifth', async () => {
      await add('team/a', 'team/b', 'team/c', 'team/d', 'team/e');

      expect(await list()).toEqual(['team/e', 'team/d', 'team/c', 'team/b']);
    });

    it('have the latest of five that were heard of at one time', async () => {
      for (const name of 'abcde') await holders.add(REGISTRY, BLOB, `team/${name}`);

      expect(await list()).toHaveLength(4);
      expect(await list()).toContain('team/e');
    });

    it('hear of a repository anew after a day, and no other gives way to it', async () => {
      await add('team/a', 'team/b', 'team/c', 'team/d');
      clock.advance(DAY_MS);

      await add('team/a');

      expect(await list()).toEqual(['team/a', 'team/d', 'team/c', 'team/b']);
    });

    it('forget a repository that did not have the blob, and no other', async () => {
      await add('team/a', 'team/b');

      await holders.remove(REGISTRY, BLOB, 'team/b');
      await holders.remove(REGISTRY, BLOB, 'team/missing');

      expect(await list()).toEqual(['team/a']);
    });

    it('forget a repository that was not heard of for thirty days', async () => {
      await add('team/a');

      clock.advance(30 * DAY_MS - 1000);
      expect(await list()).toEqual(['team/a']);
      clock.advance(1000);

      expect(await list()).toEqual([]);
    });

    it('take no claim on the blob for a repository, and leave it to its owner', async () => {
      const { claims } = opened;
      const claim = await claims.acquire(`${REGISTRY}#${BLOB}`, 'one', HOUR_MS);

      await add('team/a', 'team/b', 'team/c', 'team/d', 'team/e');

      expect(await list()).toEqual(['team/e', 'team/d', 'team/c', 'team/b']);
      expect(claim && (await claims.renew(claim, HOUR_MS))).toBeDefined();
    });
  });
}
