import { type Digest, isDigest } from '../../../lib/oci/digest.ts';
import type { CatalogueImage, CatalogueRepository } from '../catalogue.ts';
import {
  type Blob,
  indexOf,
  type NewImage,
  newImage,
  type ServedManifest,
  sharedLayers,
} from '../image-content.ts';

/** New images whose content is kept ready; it can be made again. */
const READY = 500;

/** What sources serve by digest, known from when whoever asks can have heard of it. */
export class ImageStore {
  readonly #ready = new Map<number, NewImage>();
  readonly #manifests = new Map<string, CatalogueImage>();
  readonly #shared = new Map<number, ReadonlySet<Digest>>();
  readonly #blobs = new Map<string, Blob>();

  /** What a tag names. */
  root(image: CatalogueImage): ServedManifest {
    return image.isNew ? this.#content(image).root : indexOf(image);
  }

  manifest(digest: string): ServedManifest | undefined {
    const image = this.#manifests.get(digest);
    if (!image) return undefined;
    const { root, children } = this.#content(image);
    return [root, ...children].find((manifest) => manifest.digest === digest);
  }

  blob(digest: string): Blob | undefined {
    return this.#blobs.get(digest);
  }

  /** Whether all images of the repository have the blob. */
  isShared(repository: CatalogueRepository, digest: string): boolean {
    const shared =
      this.#shared.get(repository.position) ??
      new Set(sharedLayers(repository).map((blob) => blob.digest));
    this.#shared.set(repository.position, shared);
    return isDigest(digest) && shared.has(digest);
  }

  #content(image: CatalogueImage): NewImage {
    const ready = this.#ready.get(image.position);
    if (ready) return ready;
    const made = newImage(image);
    this.#ready.set(image.position, made);
    const [oldest = 0] = this.#ready.keys();
    if (this.#ready.size > READY) this.#ready.delete(oldest);
    for (const { digest } of [made.root, ...made.children]) this.#manifests.set(digest, image);
    for (const blob of made.blobs) this.#blobs.set(blob.digest, blob);
    return made;
  }
}
