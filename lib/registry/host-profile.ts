import type { Mountable } from '../content/ports.ts';
import { DUAL_STACK_ECR_HOST, PRIVATE_ECR_HOST, PUBLIC_ECR_HOSTS } from './ecr-hosts.ts';
import { isGoogleHost } from './google-key.ts';

/** Who tells how far an upload session came that was left, or that none can be left. */
export type SessionOffsets =
  /** The registry, when it is asked for the status of the session. */
  | 'status'
  /** Nobody but whoever sent the bytes. */
  | 'sender'
  /** The registry takes no chunks, so that an upload starts over. */
  | 'none';

/** How a registry behaves where that has to be known before it is asked. */
export interface HostProfile {
  readonly mountable: Mountable;
  /** What every chunk of an upload but the last must have; the registry may tell of more. */
  readonly minChunkBytes: number;
  readonly sessions: SessionOffsets;
  /** Whether who may push may list tags as well. */
  readonly listsForPushers: boolean;
}

/** As the distribution specification has it. */
const GENERIC: HostProfile = {
  mountable: 'uploaded',
  minChunkBytes: 0,
  sessions: 'status',
  listsForPushers: true,
};

/**
 * docs.aws.amazon.com/AmazonECR, "Blob mounting" and "UploadLayerPart"; github.com/aws/containers-roadmap/issues/2831:
 * the `Range` of its answers sticks at the first chunk, and it tells no status.
 */
export const ECR_PROFILE: HostProfile = {
  mountable: 'referenced',
  minChunkBytes: 5 * 1024 * 1024,
  sessions: 'sender',
  // `ecr:ListImages` is a right of its own.
  listsForPushers: false,
};

/** Blobs are mounted within private registries alone. */
const ECR_PUBLIC: HostProfile = { ...ECR_PROFILE, mountable: 'never' };

/** Google's registries take no chunks: cloud.google.com/artifact-registry/docs/reference/docker-api, github.com/dotnet/sdk-container-builds/pull/287. */
const WITHOUT_CHUNKS: HostProfile = { ...GENERIC, sessions: 'none' };

/** ghcr.io refuses chunks of more than 4 MiB with 416, and takes any blob at once: github.com/ocx-sh/ocx/pull/237. */
const HOSTS_OF_TINY_CHUNKS: ReadonlySet<string> = new Set(['ghcr.io']);

/** Profiles by name, for registries whose hosts tell nothing: those behind another name, or that no list has. */
export const NAMED_PROFILES = {
  standard: GENERIC,
  ecr: ECR_PROFILE,
  whole: WITHOUT_CHUNKS,
} as const;

/** What the host of a registry, as it stands in references, tells of how it behaves. */
export function profileOf(host: string): HostProfile {
  if (PUBLIC_ECR_HOSTS.has(host)) return ECR_PUBLIC;
  if (PRIVATE_ECR_HOST.test(host) || DUAL_STACK_ECR_HOST.test(host)) return ECR_PROFILE;
  if (isGoogleHost(host) || HOSTS_OF_TINY_CHUNKS.has(host)) return WITHOUT_CHUNKS;
  return GENERIC;
}
