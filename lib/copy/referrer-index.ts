import type { CallOptions, ManifestSource } from '../content/ports.ts';
import { SyncerError } from '../errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { appendParts, partsOf, replaceMembers } from '../oci/json-parts.ts';
import { type Document, parseManifest } from '../oci/manifest.ts';
import { isIndexType, OCI_INDEX } from '../oci/media-types.ts';
import { at, copyError } from './errors.ts';
import { ReferrersTagTakenError } from './referrer-errors.ts';
import { fallbackTag } from './referrer-tag.ts';

export interface ReadTargetIndexOptions extends CallOptions {
  /** Not read again where it is still what the tag names. */
  readonly known?: Document | undefined;
}

const EMPTY_INDEX = JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [] });

/**
 * The list under the target's fallback tag of `subject`, `undefined` where there is none; anything else is an
 * error. Each signature replaces the list, and registries may drop what no tag names any more: a list that is
 * gone when it is read is looked for once more.
 */
export async function readTargetIndex(
  target: ManifestSource,
  subject: Digest,
  options: ReadTargetIndexOptions = {},
): Promise<Document | undefined> {
  try {
    return await readOnce(target, subject, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!(error instanceof SyncerError) || error.kind !== 'not-found') throw error;
    return await readOnce(target, subject, options);
  }
}

async function readOnce(
  target: ManifestSource,
  subject: Digest,
  { known, ...options }: ReadTargetIndexOptions,
): Promise<Document | undefined> {
  const tag = fallbackTag(subject);
  const reading = `reading the list of referrers ${tag}`;
  const resolve = (call: CallOptions) => target.resolve(tag, call);
  const found = await at('target', reading, resolve, options);
  // GitLab takes the tag for the digest that it is made of, and answers with the subject.
  if (!found || found.digest === subject) return undefined;
  if (found.digest === known?.digest) return known;
  const fetch = (call: CallOptions) => target.fetchManifest(found.digest, call);
  const document = await at('target', reading, fetch, options);
  if (isIndexType(document.mediaType)) return document;
  const taken = new ReferrersTagTakenError(tag, document.digest, document.mediaType);
  throw copyError('target', reading, taken);
}

/** The entries of `index` as they are spelled there, members that only others understand included. */
export function spelledEntries(index: Document): ReadonlyMap<Digest, string> {
  const list = listOf(textOf(index));
  const parts = partsOf(list);
  return new Map(
    index.manifests.map(({ digest }, position) => {
      const { start, end } = parts[position] ?? {};
      return [digest, list.slice(start, end)];
    }),
  );
}

/**
 * `base` itself where it lists all of `entries`, else it with those that it lacks at its end, spelled as
 * they are given; whatever others wrote stays as they spelled it.
 */
export function indexWith(
  base: Document | undefined,
  entries: ReadonlyMap<Digest, string>,
): Document {
  const listed = new Set(base?.manifests.map(({ digest }) => digest));
  const lacking = [...entries].filter(([digest]) => !listed.has(digest));
  if (base && lacking.length === 0) return base;
  const json = base ? textOf(base) : EMPTY_INDEX;
  const manifests = appendParts(
    listOf(json),
    lacking.map(([, entry]) => entry),
  );
  return parseManifest(Buffer.from(withManifests(json, manifests)), {
    contentType: base?.mediaType ?? OCI_INDEX,
  });
}

/** An entry for an index, with members in the order that Go's tools write. */
export function spellEntry({
  mediaType,
  digest,
  size,
  annotations,
  artifactType,
}: Descriptor): string {
  return JSON.stringify({
    mediaType,
    digest,
    size,
    ...(annotations && { annotations }),
    ...(artifactType !== undefined && { artifactType }),
  });
}

function textOf({ bytes }: Document): string {
  return new TextDecoder().decode(bytes);
}

/** Absent and `null` are one thing to the encoders of Go. */
function listOf(json: string): string {
  const part = partsOf(json).find(({ name }) => name === 'manifests');
  const text = part ? json.slice(part.start, part.end) : 'null';
  return text === 'null' ? '[]' : text;
}

function withManifests(json: string, manifests: string): string {
  return partsOf(json).some(({ name }) => name === 'manifests')
    ? replaceMembers(json, new Map([['manifests', manifests]]))
    : appendParts(json, [`"manifests":${manifests}`]);
}
