import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledgeWildcard } from './acknowledge.ts';
import { keyStatement, keyStatements } from './encryption.ts';
import {
  ecrPlaceOf,
  PUBLIC_ECR,
  type Registries,
  type RegistryProps,
  secretsOf,
} from './registry.ts';
import { repositoryArns, type TargetProps } from './target.ts';

/** The registries of a stack: those it may write, and what belongs to the others. */
export interface BoundPlaces {
  readonly targets: readonly TargetProps[];
  readonly registries: Registries;
}

// What the distribution API is authorised as: HEAD and GET of manifests, of blobs, of lists, of referrers.
// ListImageReferrers asks for the permission of BatchGetImage and has none of its own: Amazon ECR API Reference.
const READ = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const LIST = ['ecr:ListImages'];
const WRITE = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:InitiateLayerUpload',
  'ecr:UploadLayerPart',
  'ecr:CompleteLayerUpload',
  'ecr:PutImage',
];

/** Everything a planner needs of registries: it lists tags, and reads both sides of an image in a dry run. */
export function planRegistryStatements(
  scope: Construct,
  places: BoundPlaces,
): readonly PolicyStatement[] {
  return [
    ...tokenStatements(),
    ...publicStatements(places),
    ...sourceStatements(scope, places),
    ...ownTargets(places).map((target) => pullStatement(repositoryArns(scope, target))),
    ...secretStatements(places),
    ...roleStatements(places),
  ];
}

/** Everything a worker needs of registries. */
export function syncRegistryStatements(
  scope: Construct,
  places: BoundPlaces,
): readonly PolicyStatement[] {
  return [
    ...tokenStatements(),
    ...publicStatements(places),
    ...sourceStatements(scope, places),
    ...ownTargets(places).flatMap((target) => targetStatements(scope, target)),
    ...secretStatements(places),
    ...roleStatements(places),
  ];
}

/** The right to ask ECR for a token, which is of no repository; the token can do what its owner may. */
export function tokenStatements(): readonly PolicyStatement[] {
  return [new PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] })];
}

/** What writing to `target` takes, repositories that are missing included. Nothing of it deletes. */
export function targetStatements(
  scope: Construct,
  target: TargetProps,
): readonly PolicyStatement[] {
  const resources = [...repositoryArns(scope, target)];
  const { create = true, kmsKey, lifecyclePolicy, tags = {} } = target.repositories ?? {};
  const creating = [
    'ecr:DescribeRepositories',
    ...(create ? ['ecr:CreateRepository'] : []),
    ...(create && lifecyclePolicy !== undefined ? ['ecr:PutLifecyclePolicy'] : []),
    ...(create && Object.keys(tags).length > 0 ? ['ecr:TagResource'] : []),
  ];
  return [
    new PolicyStatement({ actions: [...READ, ...WRITE, ...creating], resources }),
    ...(create ? keyStatements(kmsKey, 'ecr') : []),
  ];
}

/** Explains the patterns of repositories that a role has, once for each. */
export function acknowledgeRepositories(role: Construct, places: BoundPlaces): void {
  const arns = [
    ...ownTargets(places).flatMap((target) => repositoryArns(role, target)),
    ...Object.entries(places.registries).flatMap(([host, props]) => pulledArns(role, host, props)),
  ];
  explainRepositories(role, arns);
}

/** Explains those of `arns` that are patterns. */
export function explainRepositories(role: Construct, arns: readonly string[]): void {
  for (const arn of new Set(arns)) {
    if (!arn.endsWith('*')) continue;
    acknowledgeWildcard(
      role,
      arn,
      'images.yaml names the repositories; the prefix, which is never empty, bounds them',
    );
  }
}

function pullStatement(arns: readonly string[]): PolicyStatement {
  return new PolicyStatement({ actions: [...READ, ...LIST], resources: [...arns] });
}

function sourceStatements(
  scope: Construct,
  { registries }: BoundPlaces,
): readonly PolicyStatement[] {
  return Object.entries(registries).flatMap(([host, props]) => {
    const arns = pulledArns(scope, host, props);
    return arns.length === 0 ? [] : [pullStatement(arns)];
  });
}

/** The repositories of a registry of ECR that are read without a role. */
function pulledArns(
  scope: Construct,
  host: string,
  { roleArn, pullPrefixes = [] }: RegistryProps,
): readonly string[] {
  const place = ecrPlaceOf(host);
  if (!place || roleArn !== undefined) return [];
  return pullPrefixes.flatMap((prefix) => repositoryArns(scope, { ...place, prefix }));
}

function ownTargets({ targets }: BoundPlaces): readonly TargetProps[] {
  return targets.filter(({ roleArn }) => roleArn === undefined);
}

/** ECR Public gives tokens through two actions that know no resource; the second is that of other services too. */
function publicStatements({ registries }: BoundPlaces): readonly PolicyStatement[] {
  if (!Object.keys(registries).some((host) => PUBLIC_ECR.has(host))) return [];
  return [
    new PolicyStatement({ actions: ['ecr-public:GetAuthorizationToken'], resources: ['*'] }),
    new PolicyStatement({
      actions: ['sts:GetServiceBearerToken'],
      resources: ['*'],
      conditions: { StringEquals: { 'sts:AWSServiceName': 'ecr-public.amazonaws.com' } },
    }),
  ];
}

/** Reading each secret, and nothing of what `grantRead` would add. */
function secretStatements({ registries }: BoundPlaces): readonly PolicyStatement[] {
  return Object.values(registries)
    .flatMap(secretsOf)
    .flatMap((secret) => {
      // Secrets Manager adds six characters to a name; they are unknown where only the name is given.
      const resource = secret.secretFullArn ?? `${secret.secretArn}-??????`;
      return [
        new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [resource] }),
        ...(secret.encryptionKey ? [keyStatement(secret.encryptionKey, 'secretsmanager')] : []),
      ];
    });
}

function roleStatements({ targets, registries }: BoundPlaces): readonly PolicyStatement[] {
  const named = [...targets, ...Object.values(registries)].flatMap(({ roleArn }) =>
    roleArn === undefined ? [] : [roleArn],
  );
  if (named.length === 0) return [];
  return [new PolicyStatement({ actions: ['sts:AssumeRole'], resources: [...new Set(named)] })];
}

/** The stack's own partition, for those who name a role by account and name. */
export function roleArnOf(scope: Construct, account: string, roleName: string): string {
  return `arn:${Stack.of(scope).partition}:iam::${account}:role/${roleName}`;
}
