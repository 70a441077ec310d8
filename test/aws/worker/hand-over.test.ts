import { afterEach, describe, expect, it } from 'vitest';
import type { SyncMessage } from '../../../lib/aws/sqs/sync-message.ts';
import type { Checkpoints } from '../../../lib/content/checkpoints.ts';
import { LARGE_BLOB_BYTES } from '../../../lib/mirror/large-blob-bytes.ts';
import { tellingSaves } from '../../../lib/mirror/large-blobs.ts';
import { startWorker, type WorkerFixture } from '../../support/aws/worker-fixture.ts';
import { digestOf } from '../../support/contents.ts';
import { image } from '../../support/image-builder.ts';
import { MemoryCheckpoints } from '../../support/memory-checkpoints.ts';

const MIB = 1024 * 1024;
const SECOND = 1_000;

/** What one invocation has, of which uploads are put down after three quarters. */
const LIFE_MS = 20 * SECOND;

/** So many seconds a chunk of 5 MiB takes. */
const CHUNK_MS = 6 * SECOND;

const BUILT = image({ layers: 1, layerBytes: 42 * MIB, compression: 'none' });
const CHUNKS = 9;

describe('a layer that no invocation has the time for', () => {
  let fixture: WorkerFixture;

  afterEach(() => fixture.mirror.end());

  /** What all workers share of large blobs, whose chunks take their time. */
  function largeBlobs(checkpoints: Checkpoints) {
    const sizes = { fromBytes: 8 * MIB, chunkBytes: 5 * MIB, resumeHashFrom: 8 * MIB };
    const passing = () => fixture.mirror.clock.advance(CHUNK_MS);
    return tellingSaves({ ...LARGE_BLOB_BYTES, ...sizes, checkpoints }, passing);
  }

  /** Delivers the message and each that takes its place, every one to a worker of its own. */
  async function workOff(checkpoints: Checkpoints): Promise<readonly SyncMessage[]> {
    const messages: SyncMessage[] = [];
    for (let next: SyncMessage | undefined = fixture.message(); next; ) {
      messages.push(next);
      const delivered = fixture.delivered(next, { lane: 'copy' });
      await fixture.work([delivered], { largeBlobs: largeBlobs(checkpoints), lifeMs: LIFE_MS });
      next = fixture.sent.splice(0)[0]?.message;
    }
    return messages;
  }

  it.each(['generic', 'ecr'] as const)('arrives at a registry of the kind %s', async (uploads) => {
    fixture = await startWorker({ uploads });
    await fixture.mirror.publish(BUILT);
    await fixture.plan(1);

    const messages = await workOff(new MemoryCheckpoints(fixture.mirror.clock));

    expect(messages.map(({ hops, attempt }) => [hops, attempt])).toEqual([
      [0, 1],
      [1, 1],
      [2, 1],
      // What is small does not begin in the last quarter either.
      [3, 1],
    ]);
    expect(fixture.completed).toMatchObject([{ counts: { copied: 1 } }]);
    expect(await fixture.mirror.tagged()).toBe(digestOf(BUILT));
    const chunks = fixture.mirror.target.requests.filter(({ method }) => method === 'PATCH');
    expect(chunks).toHaveLength(CHUNKS);
  });
});
