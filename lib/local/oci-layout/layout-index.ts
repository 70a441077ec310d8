import { type Descriptor, parseDescriptor } from '../../oci/descriptor.ts';
import type { Digest } from '../../oci/digest.ts';
import { InvalidManifestError } from '../../oci/errors.ts';
import { isObject, type JsonObject, parseStrictJson } from '../../oci/json.ts';
import { OCI_INDEX } from '../../oci/media-types.ts';
import type { Tag } from '../../oci/reference.ts';
import { REF_NAME } from './layout-files.ts';

/** A line of `index.json`: `json` is what its writer wrote, members that nobody here knows included. */
export interface LayoutEntry {
  readonly descriptor: Descriptor;
  /** Its `ref.name`: a tag, or the full name of an image where containerd or podman wrote it. */
  readonly name?: string;
  readonly json: JsonObject;
}

/** The list of a layout's manifests; members beside `manifests` are kept as they are. */
export interface LayoutIndex {
  readonly members: JsonObject;
  readonly entries: readonly LayoutEntry[];
}

/** The list of a layout in which nothing was ever put. */
export const EMPTY_INDEX: LayoutIndex = {
  members: { schemaVersion: 2, mediaType: OCI_INDEX },
  entries: [],
};

/** Reads `index.json`; throws `SyntaxError` or {@link InvalidManifestError}. */
export function parseLayoutIndex(text: string): LayoutIndex {
  const index = parseStrictJson(text);
  if (!isObject(index)) throw new InvalidManifestError('it is not a JSON object');
  const { manifests = [], ...members } = index;
  if (!Array.isArray(manifests)) throw new InvalidManifestError('manifests is not a list');
  return {
    members,
    entries: manifests.map((json, position) => parseEntry(json, `manifests[${position}]`)),
  };
}

/** Prints `index.json`. */
export function formatLayoutIndex({ members, entries }: LayoutIndex): string {
  return JSON.stringify({ ...members, manifests: entries.map(({ json }) => json) });
}

/** The manifests that `name` is given to, each digest once: one, unless different platforms share a name. */
export function entriesNamed({ entries }: LayoutIndex, name: string): readonly LayoutEntry[] {
  const named = entries.filter((entry) => entry.name === name);
  return [...new Map(named.map((entry) => [entry.descriptor.digest, entry])).values()];
}

export interface ListedAs {
  /** Absent: the manifest is listed without a name unless it is listed already. */
  readonly tag: Tag | undefined;
  /** Manifests that are reached through this one, so that they need no nameless line of their own. */
  readonly reached: readonly Digest[];
}

/** Lists `manifest`; a tag that it brings moves to it, and what had that tag stays listed. */
export function withManifest(
  index: LayoutIndex,
  manifest: Descriptor,
  { tag, reached }: ListedAs,
): LayoutIndex {
  const { digest } = manifest;
  const hasName = ({ name }: LayoutEntry) => tag !== undefined && name === tag;
  const isSame = (entry: LayoutEntry) => entry.descriptor.digest === digest;
  const kept = index.entries.map((entry) =>
    hasName(entry) && !isSame(entry) ? withoutName(entry) : entry,
  );
  const isListed = kept.some((entry) => isSame(entry) && (tag === undefined || hasName(entry)));
  const entries = isListed ? kept : [...kept, createEntry(manifest, tag)];
  const told = entries.filter((entry) => !isBare(entry)).map(({ descriptor }) => descriptor.digest);
  return { ...index, entries: withoutBare(entries, new Set([...reached, ...told])) };
}

function createEntry({ mediaType, digest, size }: Descriptor, tag: Tag | undefined): LayoutEntry {
  const annotations = tag !== undefined && { annotations: { [REF_NAME]: tag } };
  return parseEntry({ mediaType, digest, size, ...annotations }, 'manifest');
}

/** One bare line is enough for each manifest that no other line tells of. */
function withoutBare(
  entries: readonly LayoutEntry[],
  superfluous: Set<Digest>,
): readonly LayoutEntry[] {
  return entries.filter((entry) => {
    if (!isBare(entry)) return true;
    const { digest } = entry.descriptor;
    if (superfluous.has(digest)) return false;
    superfluous.add(digest);
    return true;
  });
}

/** containerd's name for an image, which beside `ref.name` says what that leaves out. */
const IMAGE_NAME = 'io.containerd.image.name';

function withoutName({ json }: LayoutEntry): LayoutEntry {
  const { annotations, ...members } = json;
  const { [REF_NAME]: _, [IMAGE_NAME]: __, ...rest } = isObject(annotations) ? annotations : {};
  const hasRest = Object.keys(rest).length > 0;
  return parseEntry({ ...members, ...(hasRest && { annotations: rest }) }, 'manifest');
}

const BARE_MEMBERS: ReadonlySet<string> = new Set(['mediaType', 'digest', 'size']);

/** Whether the line says nothing that the content does not say itself. */
function isBare({ json }: LayoutEntry): boolean {
  return Object.keys(json).every((member) => BARE_MEMBERS.has(member));
}

function parseEntry(json: unknown, place: string): LayoutEntry {
  const descriptor = parseDescriptor(json, place);
  if (!isObject(json)) throw new InvalidManifestError(`${place} is not a descriptor`);
  const annotations = json['annotations'];
  const name = isObject(annotations) ? annotations[REF_NAME] : undefined;
  return { descriptor, json, ...(typeof name === 'string' && { name }) };
}
