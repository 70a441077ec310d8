import { Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { BoundTarget, RepositorySettings } from '../aws/environment.ts';
import { PropsError } from './errors.ts';
import { withoutAbsent } from './without-absent.ts';

/** An ECR registry that images may be copied to. */
export interface TargetProps {
  /** Begins the name of every repository that may be written, such as `external/`. Never empty: it bounds the permissions. */
  readonly prefix: string;
  /** Twelve digits. Default: the stack's. */
  readonly account?: string;
  /** Default: the stack's. */
  readonly region?: string;
  /** Assumed to write there, such as that of an `ImageSyncerTarget`. Default: the functions write as themselves. */
  readonly roleArn?: string;
  /** What the role asks for. Default: none. */
  readonly externalId?: string;
  /** How repositories are made that are missing. */
  readonly repositories?: RepositoryProps;
}

export interface RepositoryProps {
  /** Whether one that is missing is made; otherwise its images fail. Default: `true`. */
  readonly create?: boolean;
  /** Default: `IMMUTABLE_WITH_EXCLUSION`. */
  readonly mutability?: RepositorySettings['mutability'];
  /** Wildcards of tags for which mutability is the other way. Default: `sha256-*`, since the tags of signatures and of referrers grow. */
  readonly exclusions?: readonly string[];
  /** Default: `true`. */
  readonly scanOnPush?: boolean;
  /** Default: AES-256 with a key of ECR's. */
  readonly kmsKey?: Pick<IKey, 'keyArn'>;
  /** ECR's lifecycle policy, JSON. Default: none, nothing expires. */
  readonly lifecyclePolicy?: string;
  /** Default: none. */
  readonly tags?: Readonly<Record<string, string>>;
}

const PREFIX = /^[a-z0-9][a-z0-9._/-]*$/;

/** Throws where `prefix` would bound nothing. */
export function assertPrefix(prefix: string): void {
  if (PREFIX.test(prefix)) return;
  throw new PropsError(
    `The prefix ${JSON.stringify(prefix)} of a target is not the beginning of a repository's name, such as external/`,
  );
}

/** What the functions are told about `target`. */
export function bindTarget(scope: Construct, target: TargetProps): BoundTarget {
  assertPrefix(target.prefix);
  const { account, region, urlSuffix } = Stack.of(scope);
  return withoutAbsent({
    registry: `${target.account ?? account}.dkr.ecr.${target.region ?? region}.${urlSuffix}`,
    prefix: target.prefix,
    roleArn: target.roleArn,
    externalId: target.externalId,
    create: repositorySettings(target.repositories),
  });
}

/** The pattern of the ARNs of all repositories of `target`. */
export function repositoriesArn(
  scope: Construct,
  target: Pick<TargetProps, 'account' | 'region' | 'prefix'>,
): string {
  const { account, partition, region } = Stack.of(scope);
  const place = `${target.region ?? region}:${target.account ?? account}`;
  return `arn:${partition}:ecr:${place}:repository/${target.prefix}*`;
}

function repositorySettings({
  create = true,
  mutability = 'IMMUTABLE_WITH_EXCLUSION',
  exclusions = mutability.endsWith('_WITH_EXCLUSION') ? ['sha256-*'] : [],
  scanOnPush = true,
  kmsKey,
  lifecyclePolicy,
  tags = {},
}: RepositoryProps = {}): RepositorySettings | undefined {
  if (!create) return undefined;
  return withoutAbsent({
    mutability,
    exclusions: [...exclusions],
    scanOnPush,
    kmsKeyArn: kmsKey?.keyArn,
    lifecyclePolicy,
    tags,
  });
}
