import { Names, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type IRepository, Repository } from 'aws-cdk-lib/aws-codecommit';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  type IBucket,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { DefinitionPlace } from '../aws/environment.ts';
import { acknowledge } from './acknowledge.ts';
import { keyStatements } from './encryption.ts';

/** Where images.yaml is kept. */
export type DefinitionProps = S3DefinitionProps | CodeCommitDefinitionProps;

export interface S3DefinitionProps {
  readonly kind: 's3';
  /**
   * A bucket that already sends its events to EventBridge. Where a key of its own encrypts it, pass a
   * bucket that knows its `encryptionKey`. Default: a versioned bucket is created.
   */
  readonly bucket?: Bucket | IBucket;
  /** Default: `images.yaml`. */
  readonly key?: string;
}

export interface CodeCommitDefinitionProps {
  readonly kind: 'codecommit';
  /** Default: a repository is created. */
  readonly repository?: IRepository;
  /** The name of the repository that is created. Default: made of the stack's name. */
  readonly repositoryName?: string;
  /** Default: `main`. */
  readonly branch?: string;
  /** Default: `images.yaml`. */
  readonly path?: string;
}

/** The definition's place as the constructs around it need it. */
export interface DefinitionHome {
  readonly place: DefinitionPlace;
  /** Matches the events that tell of a change. */
  readonly changes: EventPattern;
  /** What reading it takes. */
  readonly statements: readonly PolicyStatement[];
  readonly bucket?: Bucket | IBucket;
  readonly repository?: IRepository;
}

const FILE = 'images.yaml';

/** Finds or makes the place of the definition in `scope`. */
export function createDefinitionHome(
  scope: Construct,
  props: DefinitionProps,
  removalPolicy: RemovalPolicy,
): DefinitionHome {
  return props.kind === 's3'
    ? inBucket(props.bucket ?? createBucket(scope, removalPolicy), props.key ?? FILE)
    : inRepository(props.repository ?? createRepository(scope, props, removalPolicy), props);
}

function inBucket(bucket: Bucket | IBucket, key: string): DefinitionHome {
  return {
    place: { kind: 's3', bucket: bucket.bucketName, key },
    changes: {
      source: ['aws.s3'],
      detailType: ['Object Created', 'Object Deleted'],
      detail: { bucket: { name: [bucket.bucketName] }, object: { key: [key] } },
    },
    statements: [
      new PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects(key)] }),
      // Without it S3 answers 403 for an object that was deleted. A condition on the prefix would undo
      // it: GetObject has none.
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }),
      ...keyStatements(bucket.encryptionKey, 's3'),
    ],
    bucket,
  };
}

function createBucket(scope: Construct, removalPolicy: RemovalPolicy): Bucket {
  const bucket = new Bucket(scope, 'Definition', {
    versioned: true,
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    removalPolicy,
  });
  // Not `eventBridgeEnabled`: that is a custom resource with a function in Python.
  const resource = bucket.node.defaultChild as CfnBucket;
  resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  acknowledge(
    bucket,
    'S1',
    'Holds one file whose every version is kept; who writes it is in CloudTrail',
  );
  return bucket;
}

function inRepository(
  repository: IRepository,
  { branch = 'main', path = FILE }: CodeCommitDefinitionProps,
): DefinitionHome {
  return {
    place: { kind: 'codecommit', repository: repository.repositoryName, branch, path },
    changes: {
      source: ['aws.codecommit'],
      detailType: ['CodeCommit Repository State Change'],
      resources: [repository.repositoryArn],
      detail: {
        // The first push to a branch creates it.
        event: ['referenceCreated', 'referenceUpdated', 'referenceDeleted'],
        referenceType: ['branch'],
        referenceName: [branch],
      },
    },
    statements: [
      new PolicyStatement({
        actions: ['codecommit:GetFile'],
        resources: [repository.repositoryArn],
      }),
    ],
    repository,
  };
}

function createRepository(
  scope: Construct,
  { repositoryName }: CodeCommitDefinitionProps,
  removalPolicy: RemovalPolicy,
): Repository {
  const repository = new Repository(scope, 'Definition', {
    repositoryName: repositoryName ?? Names.uniqueResourceName(scope, { maxLength: 100 }),
    description: `images.yaml of ${Stack.of(scope).stackName}`,
  });
  repository.applyRemovalPolicy(removalPolicy);
  return repository;
}
