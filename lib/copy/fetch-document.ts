import type { CallOptions, ManifestSource } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { InvalidManifestError } from '../oci/errors.ts';
import type { Document } from '../oci/manifest.ts';
import { at, copyError, NestedTooDeepError } from './errors.ts';

/** Publishers nest once, for example an index of indexes for attestations; the specification sets no limit. */
const DEEPEST_NESTING = 8;

export interface FetchChildOptions extends CallOptions {
  /** How many indexes stand above the child. */
  readonly depth: number;
}

/** Reads the manifest `digest` from the source. */
export function fetchDocument(
  source: ManifestSource,
  digest: Digest,
  options: CallOptions,
): Promise<Document> {
  const fetch = (call: CallOptions) => source.fetchManifest(digest, call);
  return at('source', `reading the manifest ${digest}`, fetch, options);
}

/** Reads an entry of an index, which must have the size that the index gives it and not stand too deep. */
export async function fetchChild(
  source: ManifestSource,
  child: Descriptor,
  { depth, ...options }: FetchChildOptions,
): Promise<Document> {
  refuseDepth(depth);
  const document = await fetchDocument(source, child.digest, options);
  refuseOtherSize(child, document);
  return document;
}

function refuseDepth(depth: number): void {
  if (depth <= DEEPEST_NESTING) return;
  throw copyError('source', 'reading indexes', new NestedTooDeepError(DEEPEST_NESTING));
}

/** Both are proven by digest, so what disagrees was published that way. */
function refuseOtherSize({ digest, size }: Descriptor, { bytes }: Document): void {
  if (bytes.byteLength === size) return;
  const wrong = new InvalidManifestError(
    `an index gives ${digest} ${size} bytes, it has ${bytes.byteLength}`,
  );
  throw copyError('source', `reading the manifest ${digest}`, wrong);
}
