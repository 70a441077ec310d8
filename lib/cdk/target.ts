import { Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { BoundTarget, RepositorySettings } from '../aws/environment.ts';
import { PropsError } from './errors.ts';
import { withoutAbsent } from './without-absent.ts';

/** An ECR registry that images may be copied to. */
export interface TargetProps {
  /**
   * Begins the name of every repository that may be written, such as `external/`, and ends where a part of it
   * does: `external` is that repository too. Never empty: it bounds the permissions.
   */
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

/** Amazon ECR API Reference, CreateRepository: a name, or one up to a slash. */
const PREFIX = /^[a-z0-9]+(?:[._-][a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-][a-z0-9]+)*)*\/?$/;
const LONGEST_NAME = 256;

/** Throws where `prefix`, the value of `property`, would bound nothing, or nothing could be below it. */
export function assertPrefix(prefix: string, property = 'prefix of a target'): void {
  if (PREFIX.test(prefix) && prefix.length < LONGEST_NAME) return;
  throw new PropsError(
    `The ${property} is ${JSON.stringify(prefix)}, which begins no repository's name in ECR: write whole parts of one, such as external/`,
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

/** The ARNs, or patterns of them, of exactly those repositories that a definition is trusted with below the prefix. */
export function repositoryArns(
  scope: Construct,
  target: Pick<TargetProps, 'account' | 'region' | 'prefix'>,
): readonly string[] {
  const { account, partition, region } = Stack.of(scope);
  const place = `${target.region ?? region}:${target.account ?? account}`;
  const arn = `arn:${partition}:ecr:${place}:repository/${target.prefix}`;
  return target.prefix.endsWith('/') ? [`${arn}*`] : [arn, `${arn}/*`];
}

/** What of both holds, as given or by default. */
export function withExclusions({
  mutability = 'IMMUTABLE_WITH_EXCLUSION',
  exclusions = mutability.endsWith('_WITH_EXCLUSION') ? ['sha256-*'] : [],
}: RepositoryProps): Pick<RepositorySettings, 'mutability' | 'exclusions'> {
  return { mutability, exclusions: [...exclusions] };
}

function repositorySettings({
  create = true,
  scanOnPush = true,
  kmsKey,
  lifecyclePolicy,
  tags = {},
  ...tagging
}: RepositoryProps = {}): RepositorySettings | undefined {
  if (!create) return undefined;
  return withoutAbsent({
    ...withExclusions(tagging),
    scanOnPush,
    kmsKeyArn: kmsKey?.keyArn,
    lifecyclePolicy,
    tags,
  });
}
