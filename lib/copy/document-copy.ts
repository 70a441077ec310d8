import type { BlobSource, CallOptions, ContentTarget } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import type { Document } from '../oci/manifest.ts';
import { subjectOf } from '../oci/referral.ts';
import type { BlobTurn, ManifestTurns } from './blob-turns.ts';
import { concurrently } from './concurrently.ts';
import { type BlobOutcome, copyBlob } from './copy-blob.ts';
import type { CopyImageOptions } from './copy-image-options.ts';
import { findBlob, findManifest } from './find-content.ts';
import { putManifest } from './put-manifest.ts';
import { BLOBS_AT_A_TIME, type DocumentVisitor } from './walk-image.ts';

export interface DocumentCopyOptions extends CopyImageOptions {
  readonly source: BlobSource;
  readonly target: ContentTarget;
  /** The turns of the document's own blobs. */
  readonly own: ManifestTurns | undefined;
}

/** Brings the blobs of one document, and then the document. */
export class DocumentCopy implements DocumentVisitor {
  readonly #document: Document;
  readonly #options: DocumentCopyOptions;
  /** What was found out before the first blob moved. */
  readonly #prepared = new Map<Digest, BlobTurn>();

  constructor(document: Document, options: DocumentCopyOptions) {
    this.#document = document;
    this.#options = options;
  }

  async prepare(blobs: readonly Descriptor[], options: CallOptions): Promise<void> {
    const { own, target } = this.#options;
    if (!own?.areKept) return;
    const missing: Descriptor[] = [];
    const find = async (blob: Descriptor, call: CallOptions) => {
      const isThere = own.mayHave(blob) && (await findBlob(target, blob, call));
      if (isThere) this.#prepared.set(blob.digest, { how: 'present' });
      else missing.push(blob);
    };
    await concurrently(blobs, find, { ...options, limit: BLOBS_AT_A_TIME });
    for (const blob of missing.sort(byDigest)) {
      const look = (call: CallOptions) => findBlob(target, blob, call);
      this.#prepared.set(blob.digest, await own.take(blob, { look, ...options }));
    }
  }

  async blob(blob: Descriptor, options: CallOptions): Promise<BlobOutcome> {
    const { source, target, own, onArrived } = this.#options;
    const { retry, chunking, yielding, onWarning } = this.#options;
    const outcome = await copyBlob(source, target, blob, {
      ...options,
      ...{ retry, chunking, yielding, onWarning },
      turns: own,
      firstTurn: this.#prepared.get(blob.digest),
      onBytes: (bytes) => onArrived?.(bytes, 'uploaded'),
    });
    if (outcome !== 'uploaded') onArrived?.(blob.size, outcome);
    own?.remember(blob.digest);
    return outcome;
  }

  async push(options: CallOptions): Promise<'present' | 'pushed'> {
    const { target, own, isRepair = false, onUnlisted } = this.#options;
    const { digest } = this.#document;
    const isPresent = isRepair && (await findManifest(target, digest, options));
    if (!isPresent) {
      const { listsReferrer } = await putManifest(target, this.#document, options);
      if (!listsReferrer && subjectOf(this.#document) !== undefined) onUnlisted?.(this.#document);
    }
    await own?.published();
    return isPresent ? 'present' : 'pushed';
  }

  async leave(): Promise<void> {
    await this.#options.own?.close();
  }
}

function byDigest(one: Descriptor, other: Descriptor): number {
  return one.digest < other.digest ? -1 : 1;
}
