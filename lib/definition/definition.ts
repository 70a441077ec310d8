import type { Digest } from '../oci/digest.ts';
import type { Reference, RepositoryName } from '../oci/reference.ts';
import type { DefinitionProblem, Place } from './errors.ts';
import type { Uploads } from './schema/uploads-schema.ts';
import type { OnConflict } from './schema.ts';

/** What images.yaml says, with every rule and default applied. */
export interface Definition {
  /** SHA-256 of the text, by which two readings are known to be of the same file. */
  readonly version: Digest;
  /** In the order of the file, never empty, no two named ones with the same target. */
  readonly images: readonly ImageEntry[];
  /** The registry that `targetRepoPrefix` names; absent without a prefix. */
  readonly prefixRegistry?: string;
  /**
   * By registry host as {@link Reference} spells it, `docker.io` for each of its aliases; credentials and
   * `insecure` also by `host/path`, of which the longest that begins a repository's name is meant.
   */
  readonly registries: ReadonlyMap<string, RegistrySettings>;
  /** What is legal but hardly meant, in the order of the file. */
  readonly warnings: readonly DefinitionProblem[];
}

/** Everything that is said about an image besides its names; plain JSON, as workers receive it. */
export interface ImageSettings {
  readonly onConflict: OnConflict;
  /** Platforms to keep of an index, each `os/arch[/variant][:osVersion]`; absent: all, and the index as it is. */
  readonly platforms?: readonly string[];
  /** Platforms without which the image fails; they are looked for in what is kept. */
  readonly requirePlatforms?: readonly string[];
  /** Whether the target tag names the index, or the one manifest that `platforms` keeps of it. */
  readonly index: 'keep' | 'single';
  /** Whether what refers to the image is copied too: signatures, attestations, SBOMs; or which artifact types of it. */
  readonly referrers: boolean | ReferrerFilter;
  /** How long an unchanged image's referrers count as known: 0 looks at every run, `null` never. */
  readonly referrersRecheckMs: number | null;
  readonly foreignLayers: 'skip' | 'copy';
  /** The writer expects a single manifest; an index is copied whole all the same. */
  readonly amd64Only: boolean;
}

/** Chooses among referrers. */
export interface ReferrerFilter {
  readonly artifactTypes: readonly string[];
}

/** One entry of the file for one target; an image with several targets is several entries. */
export type ImageEntry = NamedImage | SelectedImages;

/** An image by its name. */
export interface NamedImage extends ImageSettings {
  readonly kind: 'named';
  /** Has a tag, a digest or both: `latest` is filled in. */
  readonly source: Reference;
  /** Has a tag, or no tag and the digest of the source: then nothing is tagged. */
  readonly target: Reference;
  /** Where the target is written, or the source that it is derived from. */
  readonly place: Place;
}

/** The images of a repository whose tags are selected when the run is planned. */
export interface SelectedImages extends ImageSettings {
  readonly kind: 'selected';
  readonly source: RepositoryName;
  readonly target: RepositoryName;
  readonly tags: TagSelection;
  /** The target's tag, with `${tag}` for the source's. Absent: the same tag. */
  readonly tagTemplate?: string;
  /** Whether a selection without a tag is skipped instead of failed. */
  readonly allowEmpty: boolean;
  readonly place: Place;
}

/**
 * Which tags of a repository: those that match one of `include` (all where it is absent)
 * and none of `exclude`, of these the versions within `semver`, of these the newest `latest`.
 */
export interface TagSelection {
  readonly include?: readonly TagPattern[];
  readonly exclude: readonly TagPattern[];
  readonly semver?: SemverRange;
  readonly latest?: number;
}

/** An exact tag, a glob with `*` and `?`, or a regular expression in Go's syntax, unanchored. */
export type TagPattern =
  | { readonly kind: 'exact'; readonly text: string }
  | { readonly kind: 'glob'; readonly text: string }
  | { readonly kind: 'regex'; readonly text: string };

/** A range in the notation of npm's `semver`. */
export interface SemverRange {
  readonly range: string;
  /** Whether pre-releases within the range belong to it; else only those of a version whose pre-release it names. */
  readonly prerelease: boolean;
}

/** What the definition says about reaching one registry; absent members leave the defaults in force. */
export interface RegistrySettings {
  readonly plainHttp?: boolean;
  readonly insecure?: boolean;
  readonly maxConnections?: number;
  readonly credentials?: DefinedCredentials;
  /** Of others who may read there and take turns with the first: each has a limit of its own. */
  readonly otherCredentials?: readonly DefinedCredentials[];
  /** Paths of PEM files: authorities to trust besides the usual ones, and who we are. */
  readonly ca?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  /** URL of an HTTP proxy, or `none` for a direct connection whatever the environment says. */
  readonly proxy?: string;
  /** Whether the registry may lead to private addresses although it is at a public one. */
  readonly privateAddresses?: boolean;
  /** Where the registry takes blobs otherwise than its host name tells. */
  readonly uploads?: Uploads;
}

/** Credentials with variables already expanded, unless they were read as written: never to be shown. */
export type DefinedCredentials =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'identity-token'; readonly token: string }
  | { readonly kind: 'docker-config'; readonly path: string }
  /** An ECR registry, reached by assuming a role. */
  | { readonly kind: 'ecr'; readonly roleArn: string; readonly externalId?: string };

/** Variables by name, as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;
