import type { BlobUpload, CallOptions, ChunkedBlobUpload } from '../content/ports.ts';
import type { OpenSession } from './open-session.ts';
import { COMMITTED } from './session-answer.ts';
import { type Progress, SessionChunks } from './session-chunks.ts';

/** How long the removal of a session may hold up whoever has failed or was interrupted. */
export const CANCEL_TIMEOUT_MS = 5_000;

/** An upload session, from the registry's `Location` to commit or cancel. */
export class UploadSession implements BlobUpload {
  readonly #session: OpenSession;

  constructor(session: OpenSession) {
    this.#session = session;
  }

  /** One PUT of declared length: distribution specification, "POST then PUT". */
  async write(content: AsyncIterable<Uint8Array>, options: CallOptions = {}): Promise<void> {
    const { registry, blob, giveBack } = this.#session;
    const response = await registry.send({
      ...this.#session.commitRequest(options),
      accept: COMMITTED,
      // A registry that restarted knows the session no more; a new one begins from zero.
      passing: [404, 416],
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': String(blob.size),
      },
      body: blob.size === 0 ? await emptied(content) : content,
    });
    await response.discard();
    giveBack();
  }

  async cancel(): Promise<void> {
    const { registry, giveBack } = this.#session;
    try {
      const signal = AbortSignal.timeout(CANCEL_TIMEOUT_MS);
      const request = this.#session.request('DELETE', { signal });
      const response = await registry.send({ ...request, accept: [202, 204, 404, 405] });
      await response.discard();
    } catch {
      // The session is the registry's to expire; the failure that led here is the news.
    } finally {
      giveBack();
    }
  }
}

/** An upload session of a registry that takes chunks as well. */
export class ChunkedUploadSession extends UploadSession implements ChunkedBlobUpload {
  readonly chunks: SessionChunks;

  constructor(session: OpenSession, progress: Progress) {
    super(session);
    this.chunks = new SessionChunks(session, progress);
  }
}

/** Reads content of no bytes to its end, since only then it is proven to have none. */
async function emptied(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  for await (const chunk of content) {
    if (chunk.byteLength > 0) return chunk;
  }
  return new Uint8Array();
}
