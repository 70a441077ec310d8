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

const PUBLIC_HOSTS: ReadonlySet<string> = new Set(['public.ecr.aws', 'ecr-public.aws.com']);

/** docs.aws.amazon.com/AmazonECR, "Amazon ECR endpoints": commercial, China, GovCloud and the isolated partitions. */
const PRIVATE =
  /^(\d{12})\.dkr\.ecr(-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/;
const DUAL_STACK =
  /^(\d{12})\.dkr-ecr(-fips)?\.([a-z0-9-]+)\.(?:on\.aws|on\.amazonwebservices\.(?:com\.cn|eu))$/;

/** Reads the host of a registry, `undefined` where it is none of ECR's. */
export function parseEcrHost(host: string): EcrHost | undefined {
  if (PUBLIC_HOSTS.has(host)) return { kind: 'public' };
  const single = PRIVATE.exec(host);
  const [, account, fips, region] = single ?? DUAL_STACK.exec(host) ?? [];
  if (account === undefined || region === undefined) return undefined;
  const isFips = fips !== undefined;
  return { kind: 'private', account, region, isFips, isDualStack: single === null };
}
