import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import { SteadyContent, type SteadyContentOptions } from '../../lib/copy/steady-content.ts';
import { SyncerError } from '../../lib/errors.ts';
import type { Descriptor } from '../../lib/oci/descriptor.ts';
import { BYTES } from '../support/blob-copy.ts';
import { bytesOf } from '../support/chunks.ts';
import { lastingFailure, passingFailure } from '../support/failure.ts';
import { Script } from '../support/script.ts';
import { ScriptedRepository } from '../support/scripted-repository.ts';
import { SkippingClock } from '../support/skipping-clock.ts';

/** A source that wants to be left alone. */
class Throttle extends SyncerError {
  readonly kind = 'throttled';
  readonly code = 'THROTTLED';
  readonly hint = 'wait';
  readonly retryable = true;
  override readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super('wait');
    this.retryAfterMs = retryAfterMs;
  }
}

describe('SteadyContent', () => {
  let repository: MemoryRepository;
  let blob: Descriptor;
  let script: Script;
  let clock: SkippingClock;
  let froms: (number | undefined)[];

  beforeEach(() => {
    repository = new MemoryRepository();
    blob = repository.add(BYTES);
    script = new Script();
    clock = new SkippingClock();
    froms = [];
  });

  async function open(options: Partial<SteadyContentOptions> = {}): Promise<SteadyContent> {
    const source = new ScriptedRepository(repository, script);
    const retry = { retries: 2, clock, random: () => 0 };
    const content = new SteadyContent(source, blob, { retry, ...options });
    await content.open();
    return content;
  }

  /** Fails reading before each of the pieces whose numbers are given. */
  function breakBefore(...pieces: readonly number[]): void {
    script.on('read', () => {
      if (pieces.includes(script.names('read').length)) throw passingFailure();
    });
    script.on('openBlob', (_, { from }) => froms.push(from));
  }

  function expectNothingOpen(): void {
    expect(repository.opened.every(({ ended }) => ended)).toBe(true);
  }

  it('is the content, opened once, when nothing breaks', async () => {
    expect(await bytesOf(await open())).toEqual(Buffer.from(BYTES));

    expect(repository.opened).toHaveLength(1);
    expectNothingOpen();
  });

  it('begins where it is told', async () => {
    expect(await bytesOf(await open({ from: 1234 }))).toEqual(Buffer.from(BYTES.subarray(1234)));
  });

  it('goes on where it stood when it breaks, from its own beginning too', async () => {
    breakBefore(2, 3);

    expect(await bytesOf(await open({ from: 100 }))).toEqual(Buffer.from(BYTES.subarray(100)));

    expect(froms).toEqual([100, 1100, 1100]);
    expectNothingOpen();
  });

  it('waits longer each time, and counts anew when enough has come', async () => {
    breakBefore(2, 3, 5, 6);

    expect(await bytesOf(await open({ enoughBytes: 1_000 }))).toEqual(Buffer.from(BYTES));

    expect(clock.slept).toEqual([500, 1000, 500, 1000]);
  });

  it('fails a source that breaks again and again and gives little between', async () => {
    breakBefore(2, 4, 6);

    const content = await open();

    await expect(bytesOf(content)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    expect(content.isSpent).toBe(true);
  });

  it('fails when it broke as often as it may without a byte, and says that this is repeated enough', async () => {
    const failure = passingFailure();
    const content = await open();
    script.fail('read', failure);

    await expect(bytesOf(content)).rejects.toMatchObject({
      side: 'source',
      message: `reading the blob ${blob.digest} of 3500 bytes failed at the source`,
      cause: failure,
    });

    expect(content.isSpent).toBe(true);
    expect(repository.opened).toHaveLength(3);
    expectNothingOpen();
  });

  it('repeats a failure to be opened again', async () => {
    const content = await open();
    script.fail('read', passingFailure(), 1);
    script.fail('openBlob', passingFailure(), 1);

    expect(await bytesOf(content)).toEqual(Buffer.from(BYTES));

    expectNothingOpen();
  });

  it('leaves a failure to be opened to its reader', async () => {
    script.fail('openBlob', passingFailure(), 1);

    await expect(open()).rejects.toMatchObject({
      message: `opening the blob ${blob.digest} of 3500 bytes failed at the source`,
    });

    expect(clock.slept).toEqual([]);
  });

  it.each([
    ['stays', lastingFailure()],
    ['is a wish to be left alone for long', new Throttle(60_000)],
  ])('leaves a failure to its reader that %s', async (_, failure) => {
    const content = await open();
    script.fail('read', failure, 1);

    await expect(bytesOf(content)).rejects.toMatchObject({ cause: failure });

    expect(content.isSpent).toBe(false);
    expect(clock.slept).toEqual([]);
    expect(repository.opened).toHaveLength(1);
    expectNothingOpen();
  });

  it('waits for a source that wants to be left alone for a moment', async () => {
    const content = await open();
    script.fail('read', new Throttle(3000), 1);

    expect(await bytesOf(content)).toEqual(Buffer.from(BYTES));

    expect(clock.slept).toEqual([3000]);
  });

  it('ends when it breaks behind its last byte', async () => {
    let opened = 0;
    const openBlob = async () => {
      opened += 1;
      return { [Symbol.asyncIterator]: () => brokenAtEnd(BYTES), close: () => {} };
    };
    const { fetchBlob, resolveBlob } = repository;
    const retry = { retries: 2, clock, random: () => 0 };

    const content = new SteadyContent({ openBlob, fetchBlob, resolveBlob }, blob, { retry });

    expect(await bytesOf(content)).toEqual(Buffer.from(BYTES));
    expect(opened).toBe(1);
  });

  it('ends with the reason of an abort, and opens nothing again', async () => {
    const controller = new AbortController();
    const reason = new Error('interrupted');
    const content = await open({ signal: controller.signal });
    script.on('read', () => {
      controller.abort(reason);
      throw passingFailure();
    });

    await expect(bytesOf(content)).rejects.toBe(reason);

    expect(repository.opened).toHaveLength(1);
    expectNothingOpen();
  });

  it('is not opened again when it was closed while a failure passes', async () => {
    const content = await open();
    script.fail('read', passingFailure());
    const slow = clock.sleep.bind(clock);
    clock.sleep = async (ms, options) => {
      content.close();
      await slow(ms, options);
    };

    await expect(bytesOf(content)).rejects.toThrow();

    expect(repository.opened).toHaveLength(1);
    expectNothingOpen();
  });
});

/** Breaks where the end should come. */
async function* brokenAtEnd(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
  throw passingFailure();
}
