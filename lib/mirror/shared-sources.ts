import type { Access, CallOptions, ContentSource, ContentTarget } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Document } from '../oci/manifest.ts';
import { formatReference, type RepositoryName } from '../oci/reference.ts';
import type { Repositories } from './ports.ts';
import { RecentlyUsed, type RecentlyUsedOptions } from './recently-used.ts';
import { SharedCalls } from './shared-calls.ts';

type Repository = ContentSource & ContentTarget;

export interface SharedSourcesOptions {
  /** How much of manifests is remembered. Default: 32 MiB, the platforms of some 2,000 images. */
  readonly manifestBytes?: number;
  /** How many tags keep naming what they named first. Default: 100,000. */
  readonly tags?: number;
}

/**
 * The repositories of one run, where an image may go to several targets: what
 * is opened to be read resolves each tag once, so that all targets get the same
 * content, and reads each manifest once. What failed or was not found is asked
 * for again. Repositories opened to be written to are left as they are.
 */
export class SharedSources implements Repositories {
  readonly #repositories: Repositories;
  readonly #resolved: Remembered<Descriptor | undefined>;
  readonly #manifests: Remembered<Document>;

  constructor(
    repositories: Repositories,
    { manifestBytes = 32 * 1024 * 1024, tags = 100_000 }: SharedSourcesOptions = {},
  ) {
    this.#repositories = repositories;
    this.#resolved = new Remembered({ capacity: tags, weigh: () => 1 });
    this.#manifests = new Remembered({
      capacity: manifestBytes,
      weigh: ({ bytes }) => bytes.byteLength,
    });
  }

  open(name: RepositoryName, access: Access): Repository {
    const repository = this.#repositories.open(name, access);
    return access === 'pull' ? this.#shared(repository, formatReference(name)) : repository;
  }

  #shared(repository: Repository, name: string): Repository {
    return {
      mountable: repository.mountable,
      resolve: (tagOrDigest, options) =>
        this.#resolved.get(
          `${name} ${tagOrDigest}`,
          (call) => repository.resolve(tagOrDigest, call),
          options,
        ),
      fetchManifest: (digest, options) =>
        this.#manifests.get(
          `${name} ${digest}`,
          (call) => repository.fetchManifest(digest, call),
          options,
        ),
      isUntagged: (options) => repository.isUntagged(options),
      listTags: (options) => repository.listTags(options),
      listReferrers: (subject, options) => repository.listReferrers(subject, options),
      resolveBlob: (digest, options) => repository.resolveBlob(digest, options),
      openBlob: (blob, options) => repository.openBlob(blob, options),
      fetchBlob: (blob, options) => repository.fetchBlob(blob, options),
      hasBlob: (blob, options) => repository.hasBlob(blob, options),
      startUpload: (blob, options) => repository.startUpload(blob, options),
      resumeUpload: (blob, session, options) => repository.resumeUpload(blob, session, options),
      putManifest: (document, options) => repository.putManifest(document, options),
    };
  }
}

/** Answers that stay right for as long as they are remembered; `undefined` is asked for again. */
class Remembered<Answer extends object | undefined> {
  readonly #known: RecentlyUsed<NonNullable<Answer>>;
  readonly #calls = new SharedCalls<Answer>();

  constructor(options: RecentlyUsedOptions<NonNullable<Answer>>) {
    this.#known = new RecentlyUsed(options);
  }

  async get(
    key: string,
    ask: (options: CallOptions) => Promise<Answer>,
    options: CallOptions = {},
  ): Promise<Answer> {
    options.signal?.throwIfAborted();
    const askAndRemember = async (call: CallOptions) => {
      const answer = await ask(call);
      if (answer) this.#known.put(key, answer);
      return answer;
    };
    return this.#known.get(key) ?? (await this.#calls.join(key, askAndRemember, options));
  }
}
