import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { BoundRegistry, BoundTarget } from '../aws/environment.ts';
import type { Uploads } from '../definition/schema/uploads-schema.ts';
import { withoutAbsent } from './without-absent.ts';

/** What belongs to the host of a registry: images.yaml can say nothing of it. */
export interface RegistryProps {
  /**
   * JSON with `username` and `password` (or `accessToken`), or with `token`. Where a key of its own
   * encrypts it, pass a secret that knows its `encryptionKey`. Several are those of accounts that take turns in
   * reading, since each has a limit of its own; the first of them writes. Default: nobody logs in.
   */
  readonly secret?: ISecret | readonly ISecret[];
  /** Assumed to ask for a token, where the host is a registry of ECR. Default: the functions ask as themselves. */
  readonly roleArn?: string;
  /** What the role asks for. Default: none. */
  readonly externalId?: string;
  /** Begin the names of the repositories that may be read, in whole parts, where the host is a registry of ECR and no role is assumed. Default: none. */
  readonly pullPrefixes?: readonly string[];
  /** Whether it is spoken to without TLS. Default: `false`. */
  readonly plainHttp?: boolean;
  /**
   * Whether its storage, uploads and token service may be at private addresses, such as those of interface
   * endpoints, although the registry itself is at a public one. Default: `false`.
   */
  readonly privateAddresses?: boolean;
  /**
   * How it takes blobs: as the distribution specification has it, as ECR does (which may have another name), or
   * each in one request, for a registry that takes no chunks. Default: by its host name, `standard` for those that are not known.
   */
  readonly uploads?: Uploads;
  /** Connections of one worker to it. Default: the engine's. */
  readonly maxConnections?: number;
  /** Begins the name of every repository of it that may be written, empty for all of them. Default: it is no target. */
  readonly targetPrefix?: string;
}

export type Registries = Readonly<Record<string, RegistryProps>>;

/** A registry of ECR, by the part of its host name that all partitions share. */
const ECR = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\./;

export const PUBLIC_ECR: ReadonlySet<string> = new Set(['public.ecr.aws', 'ecr-public.aws.com']);

/** What the functions are told about each host. */
export function bindRegistries(registries: Registries): Readonly<Record<string, BoundRegistry>> {
  return Object.fromEntries(
    Object.entries(registries).map(([host, props]) => [host, bindRegistry(props)]),
  );
}

function bindRegistry(props: RegistryProps): BoundRegistry {
  return withoutAbsent({
    secret: secretArnsOf(props),
    roleArn: props.roleArn,
    externalId: props.externalId,
    plainHttp: props.plainHttp,
    privateAddresses: props.privateAddresses,
    uploads: props.uploads,
    maxConnections: props.maxConnections,
  });
}

/** The secrets of those who may log in. */
export function secretsOf({ secret = [] }: RegistryProps): readonly ISecret[] {
  return 'secretArn' in secret ? [secret] : secret;
}

/** One is told by itself. */
function secretArnsOf(props: RegistryProps): string | string[] | undefined {
  const [first, ...others] = secretsOf(props).map(({ secretArn }) => secretArn);
  return first === undefined || others.length === 0 ? first : [first, ...others];
}

/** The hosts that may be written to, beside those of ECR that are declared as targets. */
export function boundTargetsOf(registries: Registries): readonly BoundTarget[] {
  return Object.entries(registries).flatMap(([registry, { targetPrefix }]) =>
    targetPrefix === undefined ? [] : [{ registry, prefix: targetPrefix }],
  );
}

/** Where the repositories of an ECR host lie, `undefined` for any other host. */
export function ecrPlaceOf(host: string): { account: string; region: string } | undefined {
  const [, account, region] = ECR.exec(host) ?? [];
  return account === undefined || region === undefined ? undefined : { account, region };
}
