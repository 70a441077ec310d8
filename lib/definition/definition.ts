import type { Digest } from '../oci/digest.ts';
import type { Reference, Tag } from '../oci/reference.ts';
import type { DefinitionProblem, Place } from './errors.ts';
import type { OnConflict } from './schema.ts';

/** What images.yaml says, with every rule and default applied. */
export interface Definition {
  /** SHA-256 of the text, by which two readings are known to be of the same file. */
  readonly version: Digest;
  /** In the order of the file, never empty, no two with the same target. */
  readonly images: readonly ImageEntry[];
  /** The registry that `targetRepoPrefix` names; absent without a prefix. */
  readonly prefixRegistry?: string;
  /** By registry host as {@link Reference} spells it, `docker.io` for each of its aliases. */
  readonly registries: ReadonlyMap<string, RegistrySettings>;
  /** What is legal but hardly meant, in the order of the file. */
  readonly warnings: readonly DefinitionProblem[];
}

/** A name with the tag that is to be set. */
export type TaggedReference = Reference & { readonly tag: Tag };

/** One source to be made true at one target; an image with several targets is several entries. */
export interface ImageEntry {
  /** Has a tag, a digest or both: `latest` is filled in. */
  readonly source: Reference;
  /** Never with a digest. */
  readonly target: TaggedReference;
  readonly onConflict: OnConflict;
  /** The writer expects a single manifest; an index is copied whole all the same. */
  readonly amd64Only: boolean;
  /** Where the target is written, or the source that it is derived from. */
  readonly place: Place;
}

/** What the definition says about reaching one registry; absent members leave the defaults in force. */
export interface RegistrySettings {
  readonly plainHttp?: boolean;
  readonly insecure?: boolean;
  readonly maxConnections?: number;
  readonly credentials?: DefinedCredentials;
}

/** Credentials with variables already expanded: never to be printed. */
export type DefinedCredentials =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'identity-token'; readonly token: string }
  | { readonly kind: 'docker-config'; readonly path: string };

/** Variables by name, as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;
