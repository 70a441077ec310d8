import { type Digest, isDigest } from './digest.ts';
import { InvalidReferenceError } from './errors.ts';
import { checkedFolder, formatFolder, isLayoutText, OCI_LAYOUT } from './layout-name.ts';
import { canonicalRegistry, DOCKER_HUB, DOCKER_HUB_SITE, isHost } from './registry-host.ts';

/** The mutable name of a manifest in its repository. */
export type Tag = string;

/**
 * A repository on a registry: `registry` is `host[:port]`, lower case, and `repository` the path within it.
 * Where `registry` is `OCI_LAYOUT`, `repository` is the path of a folder.
 */
export interface RepositoryName {
  readonly registry: string;
  readonly repository: string;
}

/**
 * An image by name. A reference with both parts is pinned: the digest decides
 * which content is meant, the tag is what it was called.
 */
export interface Reference extends RepositoryName {
  readonly tag?: Tag;
  readonly digest?: Digest;
}

// Distribution specification, "Pulling manifests": the grammar of <name> and of a tag.
const REPOSITORY =
  /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;
/** What a tag looks like, for hints. */
export const TAG_RULE =
  'a tag has up to 128 letters, digits, dots, dashes and underscores and starts with neither dot nor dash';

/** Registries store names in paths and columns of this length: distribution's `reference.NameTotalLengthMax`. */
const LONGEST_NAME = 255;

/** Whether `text` can be a tag. */
export function isTag(text: string): boolean {
  return TAG.test(text);
}

/** Whether `name` is that of a folder in the OCI image layout. */
export function isLayout({ registry }: RepositoryName): boolean {
  return registry === OCI_LAYOUT;
}

/**
 * Parses `[registry/]repository[:tag][@digest]`, Docker Hub's short names included, and
 * `oci:folder[:tag][@digest]`, of which the tag follows the last colon beyond the last slash.
 *
 * A name without tag and digest stays without both: what that means is for the
 * caller to say. Throws {@link InvalidReferenceError}.
 */
export function parseReference(text: string): Reference {
  return isLayoutText(text) ? parseLayout(text) : parseImage(text);
}

/** The full form of a reference, Docker Hub's host and `library/` included. */
export function formatReference({ tag, digest, ...name }: Reference): string {
  const repository = isLayout(name)
    ? formatFolder(name.repository, tag !== undefined)
    : `${name.registry}/${name.repository}`;
  return `${repository}${tag === undefined ? '' : `:${tag}`}${digest ? `@${digest}` : ''}`;
}

/** What a manifest is asked for by: the digest of a pinned reference, else its tag, else `latest`. */
export function tagOrDigestOf({ tag, digest }: Reference): Tag | Digest {
  return digest ?? tag ?? 'latest';
}

/** The name of a manifest as messages have it, which say of a tag that it is one. */
export function spokenName(tagOrDigest: Tag | Digest): string {
  return isDigest(tagOrDigest) ? tagOrDigest : `the tag ${tagOrDigest}`;
}

function parseImage(text: string): Reference {
  const { name, tag, digest } = split(text);
  checkLength(text, name);
  const slash = name.indexOf('/');
  const first = slash === -1 ? '' : name.slice(0, slash);
  const hasHost = isHost(first);
  const registry = hasHost ? checkedRegistry(text, first) : DOCKER_HUB;
  const path = hasHost ? name.slice(slash + 1) : name;
  const repository = registry === DOCKER_HUB && !path.includes('/') ? `library/${path}` : path;

  checkLength(text, `${registry}/${repository}`);
  checkRepository(text, repository);
  return { registry, repository, ...(tag !== undefined && { tag }), ...(digest && { digest }) };
}

/** An `@` may stand in a folder's name; before a hash function it begins a digest. */
const LAYOUT_DIGEST = /@(sha(?:256|512):.*)$/s;

function parseLayout(text: string): Reference {
  const last = text.slice(text.lastIndexOf('/') + 1);
  const [suffix = '', written] = LAYOUT_DIGEST.exec(last) ?? [];
  const digest = written === undefined ? undefined : checkedDigest(text, written);
  const named = text.slice(OCI_LAYOUT.length, text.length - suffix.length);

  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const tag = hasTag ? checkedTag(text, named.slice(colon + 1)) : undefined;
  const repository = checkedFolder(text, hasTag ? named.slice(0, colon) : named);
  const registry = OCI_LAYOUT;
  return { registry, repository, ...(tag !== undefined && { tag }), ...(digest && { digest }) };
}

function split(text: string): { name: string; tag?: Tag; digest?: Digest } {
  const at = text.indexOf('@');
  const named = at === -1 ? text : text.slice(0, at);
  const digest = at === -1 ? undefined : checkedDigest(text, text.slice(at + 1));

  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const name = colon === -1 ? named : named.slice(0, colon);
  const tag = colon === -1 ? undefined : checkedTag(text, named.slice(colon + 1));
  return { name, ...(tag !== undefined && { tag }), ...(digest && { digest }) };
}

function checkedDigest(text: string, digest: string): Digest {
  if (isDigest(digest)) return digest;
  throw new InvalidReferenceError(
    text,
    'the part after @ is not a digest',
    'write @sha256: and 64 lower-case hex digits',
  );
}

function checkedTag(text: string, tag: string): Tag {
  if (isTag(tag)) return tag;
  throw new InvalidReferenceError(text, 'the part after the last colon is not a tag', TAG_RULE);
}

function checkedRegistry(text: string, host: string): string {
  if (host.toLowerCase() === DOCKER_HUB_SITE) {
    throw new InvalidReferenceError(
      text,
      `${DOCKER_HUB_SITE} is Docker Hub's web site`,
      'write docker.io/library/NAME, or NAME alone, for an official image and docker.io/OWNER/NAME for any other',
    );
  }
  const registry = canonicalRegistry(host);
  if (registry !== undefined) return registry;
  throw new InvalidReferenceError(
    text,
    `${JSON.stringify(host)} is not a host`,
    'write host or host:port, without a scheme such as https://',
  );
}

/** Before anything else too, so that no message repeats a name of megabytes. */
function checkLength(text: string, name: string): void {
  if (name.length <= LONGEST_NAME) return;
  throw new InvalidReferenceError(
    text,
    `the name is longer than ${LONGEST_NAME} characters`,
    'choose a shorter repository path',
  );
}

function checkRepository(text: string, repository: string): void {
  if (REPOSITORY.test(repository)) return;
  const lower = repository.toLowerCase();
  if (REPOSITORY.test(lower)) {
    throw new InvalidReferenceError(
      text,
      'a repository is lower case only',
      `write ${lower} instead of ${repository}`,
    );
  }
  throw new InvalidReferenceError(
    text,
    `${JSON.stringify(repository)} is not a repository path`,
    'a path has parts of lower-case letters and digits, parted by / and joined by single dots, dashes or underscores',
  );
}
