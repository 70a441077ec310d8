import { beforeEach, describe, expect, it } from 'vitest';
import type { BlobTurn, ManifestTurns, UploadTurn } from '../../lib/copy/blob-turns.ts';
import { SharedBlobs } from '../../lib/mirror/shared-blobs.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { MemoryBlobHolders } from '../support/memory-blob-holders.ts';
import { MemoryLeases } from '../support/memory-leases.ts';

const BLOB = {
  mediaType: 'application/octet-stream',
  digest: digestOf(Buffer.from('blob')),
  size: 4,
};
const LEASE_MS = 15_000;

describe('SharedBlobs of several processes', () => {
  let clock: ManualClock;
  let holders: MemoryBlobHolders;
  let claims: MemoryLeases;
  let processes = 0;

  beforeEach(() => {
    clock = new ManualClock();
    holders = new MemoryBlobHolders(clock);
    claims = new MemoryLeases(clock);
  });

  /** The turns of a process of its own that brings something to `repository`. */
  function process(repository: string, mountable?: 'referenced'): ManifestTurns {
    const shared = new SharedBlobs({ clock, others: { holders, claims }, leaseMs: LEASE_MS });
    const name = { registry: 'mirror.example', repository };
    return shared.for(name, { owner: `process ${++processes}`, mountable }).open();
  }

  it('has one upload a blob, and the others mount it', async () => {
    const first = await takeUpload(process('one'));
    const second = take(process('two'));

    await polled();
    await first.end(true);

    expect(await passing(second)).toMatchObject({ how: 'mount', from: 'one' });
  });

  it('mounts what an earlier run has uploaded', async () => {
    await holders.add('mirror.example', BLOB.digest, 'one');

    expect(await take(process('two'))).toMatchObject({ how: 'mount', from: 'one' });
  });

  it('looks again at the own repository when another process was at work there', async () => {
    const first = await takeUpload(process('one'));
    const second = take(process('one'), async () => true);

    await polled();
    await first.end(true);

    expect(await passing(second)).toEqual({ how: 'present' });
    expect(await take(process('one'), async () => false)).toMatchObject({ how: 'upload' });
  });

  it('takes over from a process that died', async () => {
    await claims.acquire(`mirror.example#${BLOB.digest}`, 'the dead', LEASE_MS);
    const second = take(process('two'));

    await polled();
    clock.advance(LEASE_MS);

    expect(await second).toMatchObject({ how: 'upload' });
  });

  it('prolongs a claim for as long as the upload takes', async () => {
    const first = await takeUpload(process('one'));
    for (let third = 0; third < 6; third += 1) {
      clock.advance(LEASE_MS / 3);
      await polled();
    }

    const claim = await claims.acquire(`mirror.example#${BLOB.digest}`, 'another', LEASE_MS);

    expect(claim).toBeUndefined();
    await first.end(false);
  });

  it('tells of a blob when its manifest is published, where a manifest has to name it', async () => {
    const manifest = process('one', 'referenced');
    const turn = await takeUpload(manifest);

    await turn.end(true);
    expect(await holders.list('mirror.example', BLOB.digest)).toEqual([]);
    await manifest.published();

    expect(await holders.list('mirror.example', BLOB.digest)).toEqual(['one']);
  });

  it('forgets a hint that was wrong', async () => {
    await holders.add('mirror.example', BLOB.digest, 'one');
    const turn = await take(process('two'));
    if (turn.how !== 'mount') throw new Error('the blob is not mounted');

    expect(await turn.refused()).toMatchObject({ how: 'upload' });

    expect(await holders.list('mirror.example', BLOB.digest)).toEqual([]);
  });

  it('leaves no claim and no timer behind', async () => {
    const turn = await takeUpload(process('one'));
    await turn.end(true);

    expect(clock.sleepers).toBe(0);
    const claim = await claims.acquire(`mirror.example#${BLOB.digest}`, 'another', LEASE_MS);
    expect(claim).toBeDefined();
  });

  it('fails with the failure of whoever keeps the claims, and blocks nobody', async () => {
    const failure = new Error('the ledger is gone');
    const shared = new SharedBlobs({
      clock,
      others: { holders: { ...UNUSED, list: () => Promise.reject(failure) }, claims },
    });
    const turns = shared.for({ registry: 'mirror.example', repository: 'one' }, { owner: 'one' });

    await expect(take(turns.open())).rejects.toBe(failure);
    await expect(take(turns.open())).rejects.toBe(failure);
  });

  /** Lets a second pass until `turn` is taken. */
  async function passing(turn: Promise<BlobTurn>): Promise<BlobTurn> {
    await polled();
    clock.advance(1_000);
    return await turn;
  }
});

const UNUSED = { add: async () => {}, remove: async () => {} };

function take(turns: ManifestTurns, look = async () => false): Promise<BlobTurn> {
  return turns.take(BLOB, { look });
}

async function takeUpload(turns: ManifestTurns): Promise<UploadTurn> {
  const turn = await take(turns);
  if (turn.how === 'upload') return turn;
  throw new Error(`the turn is to ${turn.how}`);
}

/** Lets everything go on that does not wait for time. */
async function polled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
