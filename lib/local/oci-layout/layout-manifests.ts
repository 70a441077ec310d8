import { readBounded } from '../../content/bounded.ts';
import { ContentMismatchError } from '../../content/errors.ts';
import type { CallOptions } from '../../content/ports.ts';
import type { Descriptor } from '../../oci/descriptor.ts';
import { algorithmOf, type Digest, digestOf } from '../../oci/digest.ts';
import { InvalidManifestError } from '../../oci/errors.ts';
import {
  type Document,
  descriptorOf,
  LARGEST_MANIFEST_BYTES,
  parseManifest,
} from '../../oci/manifest.ts';
import { namesManifest } from '../../oci/manifest-digest.ts';
import type { Tag } from '../../oci/reference.ts';
import { LayoutError } from './errors.ts';
import { FileContent } from './file-content.ts';
import type { LayoutFolder } from './layout-folder.ts';
import { entriesNamed } from './layout-index.ts';

/** What `index.json` gives the name `tag` to. */
export async function resolveTag(folder: LayoutFolder, tag: Tag): Promise<Descriptor | undefined> {
  const index = await folder.readIndex();
  const [entry, ...others] = index ? entriesNamed(index, tag) : [];
  if (others.length > 0) {
    const count = others.length + 1;
    throw new LayoutError(folder.path, `gives the name ${tag} to ${count} manifests`);
  }
  if (!entry) return undefined;
  const { mediaType, digest, size } = entry.descriptor;
  return { mediaType, digest, size };
}

/** The manifest `digest`, listed or not: those within an index need no line in `index.json`. */
export async function resolveDigest(
  folder: LayoutFolder,
  digest: Digest,
  options: CallOptions,
): Promise<Descriptor | undefined> {
  const size = await folder.sizeOf(digest);
  if (size === undefined || size > LARGEST_MANIFEST_BYTES) return undefined;
  try {
    return descriptorOf(await readManifest(folder, digest, options));
  } catch (error) {
    // It is a blob of another kind, which lies in the same place.
    if (error instanceof InvalidManifestError) return undefined;
    throw error;
  }
}

/** The document `digest`, verified; its media type is that of its line in `index.json` where it does not say so itself. */
export async function readManifest(
  folder: LayoutFolder,
  digest: Digest,
  options: CallOptions,
): Promise<Document> {
  const content = await FileContent.open(folder, digest, options);
  const bytes = await readBounded(content, LARGEST_MANIFEST_BYTES, `the manifest ${digest}`);
  if (!namesManifest(digest, bytes)) {
    const actual = { digest: digestOf(bytes, algorithmOf(digest)), size: bytes.byteLength };
    throw new ContentMismatchError({ digest }, actual);
  }
  const contentType = await listedType(folder, digest);
  return parseManifest(bytes, { digest, ...(contentType !== undefined && { contentType }) });
}

async function listedType(folder: LayoutFolder, digest: Digest): Promise<string | undefined> {
  const entries = (await folder.readIndex())?.entries ?? [];
  return entries.find(({ descriptor }) => descriptor.digest === digest)?.descriptor.mediaType;
}
