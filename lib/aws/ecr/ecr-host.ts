import {
  DUAL_STACK_ECR_HOST,
  PRIVATE_ECR_HOST,
  PUBLIC_ECR_HOSTS,
} from '../../registry/ecr-hosts.ts';

/** What the host name of an ECR registry says. */
export type EcrHost = PrivateEcrHost | PublicEcrHost;

export interface PrivateEcrHost {
  readonly kind: 'private';
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** Whether the registry's own endpoint is one validated under FIPS 140. */
  readonly isFips: boolean;
  /** Whether the host answers over IPv6 too. */
  readonly isDualStack: boolean;
}

export interface PublicEcrHost {
  readonly kind: 'public';
}

/** Reads the host of a registry, `undefined` where it is none of ECR's. */
export function parseEcrHost(host: string): EcrHost | undefined {
  if (PUBLIC_ECR_HOSTS.has(host)) return { kind: 'public' };
  const single = PRIVATE_ECR_HOST.exec(host);
  const [, account, fips, region] = single ?? DUAL_STACK_ECR_HOST.exec(host) ?? [];
  if (account === undefined || region === undefined) return undefined;
  const isFips = fips !== undefined;
  return { kind: 'private', account, region, isFips, isDualStack: single === null };
}
