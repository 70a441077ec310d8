import { UploadLostError } from '../content/errors.ts';
import type {
  CallOptions,
  UploadChunks,
  UploadSessionState,
  WriteChunkOptions,
} from '../content/ports.ts';
import { Secret } from '../secret.ts';
import { type Chunk, endsSession, meaningForSession, toldOffset } from './chunk-refusal.ts';
import { RegistryError } from './errors.ts';
import type { OpenSession } from './open-session.ts';
import { OutOfStepError } from './out-of-step-error.ts';
import { COMMITTED, storedBytes } from './session-answer.ts';
import type { WireResponse } from './transport.ts';

/** How far a session came, and whether it was left before. */
export interface Progress {
  readonly offset: number;
  readonly isResumed: boolean;
}

/** 201 is ECR's answer, 204 that of small registries: github.com/google/go-containerregistry/issues/2198. */
const CHUNK_TAKEN: readonly number[] = [201, 202, 204];

/** The chunks of an upload session: distribution specification, "Pushing a blob in chunks". */
export class SessionChunks implements UploadChunks {
  readonly #session: OpenSession;
  readonly #isResumed: boolean;
  #offset: number;
  #isFirst = true;

  constructor(session: OpenSession, { offset, isResumed }: Progress) {
    this.#session = session;
    this.#offset = offset;
    this.#isResumed = isResumed;
  }

  get offset(): number {
    return this.#offset;
  }

  get minBytes(): number {
    return this.#session.registry.habits.minChunkBytes;
  }

  async write(
    content: AsyncIterable<Uint8Array>,
    { length, ...options }: WriteChunkOptions,
  ): Promise<'written' | 'known'> {
    const chunk = { start: this.#offset, end: this.#offset + length };
    const isFirst = this.#isFirst;
    try {
      const response = await this.#send(content, chunk, options);
      this.#acknowledge(response, chunk, isFirst);
      return 'written';
    } catch (error) {
      return this.#judge(error, chunk, isFirst);
    } finally {
      this.#isFirst = false;
    }
  }

  async commit(options: CallOptions = {}): Promise<void> {
    const { registry, blob, giveBack } = this.#session;
    try {
      const response = await registry.send({
        ...this.#session.commitRequest(options),
        accept: COMMITTED,
        headers: { 'content-type': 'application/octet-stream', 'content-length': '0' },
        body: NOTHING,
      });
      await response.discard();
      giveBack();
    } catch (error) {
      throw endsSession(error) ? new UploadLostError(blob, error) : error;
    }
  }

  state(): UploadSessionState {
    const { location, registry } = this.#session;
    return {
      location: new Secret(location.href),
      offset: this.#offset,
      offsetBy: registry.habits.sessions === 'sender' ? 'sender' : 'status',
    };
  }

  leave(): void {
    this.#session.giveBack();
  }

  async #send(
    content: AsyncIterable<Uint8Array>,
    { start, end }: Chunk,
    options: CallOptions,
  ): Promise<WireResponse> {
    const response = await this.#session.registry.send({
      ...this.#session.request('PATCH', options),
      accept: CHUNK_TAKEN,
      headers: {
        'content-type': 'application/octet-stream',
        // No unit before the positions, other than in answers to GET.
        'content-range': `${start}-${end - 1}`,
        'content-length': String(end - start),
      },
      body: content,
    });
    this.#session.moveTo(response);
    await response.discard();
    return response;
  }

  #acknowledge(response: WireResponse, { end }: Chunk, isFirst: boolean): void {
    const { registry, blob } = this.#session;
    const { habits } = registry;
    if (response.status === 201) habits.learnSessions('sender');
    const stored = habits.sessions === 'sender' ? end : (storedBytes(response) ?? end);
    if (stored === end) {
      this.#offset = end;
      return;
    }
    const error = new OutOfStepError(blob, { stored, expected: end });
    if (!isFirst || !this.#isResumed) throw error;
    // Where it was asked for the position a moment ago, its word is nothing to go on by.
    habits.learnSessions('none');
    throw new UploadLostError(blob, error);
  }

  #judge(error: unknown, chunk: Chunk, isFirst: boolean): 'known' {
    if (!(error instanceof RegistryError)) throw error;
    const { registry, blob } = this.#session;
    const { offsetBy } = this.state();
    const meaning = meaningForSession(error, {
      chunk,
      offsetBy,
      begins: isFirst && (this.#isResumed ? 'again' : 'anew'),
    });
    switch (meaning) {
      case 'failed':
        throw error;
      case 'known':
        this.#offset = chunk.end;
        return 'known';
      case 'unsupported':
        registry.habits.learnSessions('none');
        throw new UploadLostError(blob, error);
      case 'lost':
        throw new UploadLostError(blob, error);
      case 'moved': {
        const stored = toldOffset(error);
        this.#offset = stored ?? chunk.start;
        throw new OutOfStepError(blob, { stored, expected: chunk.start, cause: error });
      }
    }
  }
}

/** An iterable, since only after those an answer is awaited as long as a registry takes to put a blob together. */
const NOTHING: AsyncIterable<Uint8Array> = { async *[Symbol.asyncIterator]() {} };
