import type { MemoryRepository } from '../../lib/content/memory-repository.ts';
import type {
  BlobUpload,
  CallOptions,
  ChunkedBlobUpload,
  ContentSource,
  ContentTarget,
  OpenBlobOptions,
  OpenContent,
  PutManifestOptions,
  StartUploadOptions,
  StoredManifest,
  UploadSessionState,
} from '../../lib/content/ports.ts';
import type { Descriptor } from '../../lib/oci/descriptor.ts';
import type { Digest } from '../../lib/oci/digest.ts';
import type { Document } from '../../lib/oci/manifest.ts';
import type { Tag } from '../../lib/oci/reference.ts';
import type { Script } from './script.ts';
import { ScriptedChunks } from './scripted-chunks.ts';

/** A repository in memory in which every call first goes through a script, which may hold it up or fail it. */
export class ScriptedRepository implements ContentSource, ContentTarget {
  readonly #repository: MemoryRepository;
  readonly #script: Script;

  constructor(repository: MemoryRepository, script: Script) {
    this.#repository = repository;
    this.#script = script;
  }

  async resolve(name: Tag | Digest, options?: CallOptions): Promise<Descriptor | undefined> {
    await this.#script.take('resolve', name, options);
    return await this.#repository.resolve(name, options);
  }

  async fetchManifest(digest: Digest, options?: CallOptions): Promise<Document> {
    await this.#script.take('fetchManifest', digest, options);
    return await this.#repository.fetchManifest(digest, options);
  }

  async putManifest(document: Document, options?: PutManifestOptions): Promise<StoredManifest> {
    await this.#script.take('putManifest', options?.tag ?? document.digest, options);
    return await this.#repository.putManifest(document, options);
  }

  async isUntagged(options?: CallOptions): Promise<boolean> {
    await this.#script.take('isUntagged', '', options);
    return await this.#repository.isUntagged(options);
  }

  async *listTags(options?: CallOptions): AsyncGenerator<readonly Tag[], void, undefined> {
    await this.#script.take('listTags', '', options);
    yield* this.#repository.listTags(options);
  }

  async listReferrers(
    subject: Digest,
    options?: CallOptions,
  ): Promise<readonly Descriptor[] | undefined> {
    await this.#script.take('listReferrers', subject, options);
    return await this.#repository.listReferrers(subject, options);
  }

  async openBlob(blob: Descriptor, options?: OpenBlobOptions): Promise<OpenContent> {
    await this.#script.take('openBlob', blob.digest, options);
    const content = await this.#repository.openBlob(blob, options);
    const chunks = this.#script.eachChunk('read', blob.digest, content);
    return { [Symbol.asyncIterator]: () => chunks, close: () => content.close() };
  }

  async resumeUpload(
    blob: Descriptor,
    session: UploadSessionState,
    options?: CallOptions,
  ): Promise<ChunkedBlobUpload | undefined> {
    await this.#script.take('resumeUpload', blob.digest, options);
    const upload = await this.#repository.resumeUpload(blob, session, options);
    if (!upload) return undefined;
    const chunks = new ScriptedChunks(upload.chunks, blob.digest, this.#script);
    return { ...this.#scripted(upload, blob), chunks };
  }

  async fetchBlob(blob: Descriptor, options?: CallOptions): Promise<Uint8Array> {
    await this.#script.take('fetchBlob', blob.digest, options);
    return await this.#repository.fetchBlob(blob, options);
  }

  async resolveBlob(digest: Digest, options?: CallOptions): Promise<Descriptor | undefined> {
    await this.#script.take('resolveBlob', digest, options);
    return await this.#repository.resolveBlob(digest, options);
  }

  async hasBlob(blob: Descriptor, options?: CallOptions): Promise<boolean> {
    await this.#script.take('hasBlob', blob.digest, options);
    return await this.#repository.hasBlob(blob, options);
  }

  async startUpload(
    blob: Descriptor,
    { onPlace, ...options }: StartUploadOptions = {},
  ): Promise<BlobUpload | 'mounted'> {
    const answered = this.#script.take('startUpload', blob.digest, options);
    onPlace?.();
    await answered;
    const upload = await this.#repository.startUpload(blob, options);
    return upload === 'mounted' ? upload : this.#scripted(upload, blob);
  }

  /** `commit` comes after the commit, which makes its failure an answer that was lost. */
  #scripted(upload: BlobUpload, { digest }: Descriptor): BlobUpload {
    const script = this.#script;
    const { chunks } = upload;
    return {
      write: async (content, options) => {
        await script.take('write', digest, options);
        await upload.write(script.eachChunk('receive', digest, content), options);
        await script.take('commit', digest, options);
      },
      cancel: async () => {
        await script.take('cancel', digest);
        await upload.cancel();
      },
      ...(chunks && { chunks: new ScriptedChunks(chunks, digest, script) }),
    };
  }
}
