import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import { synthesiseTemplate } from '../support/cdk.ts';
import { allowedBy, propertiesOf, resourcesOf } from '../support/template.ts';

describe('a definition in S3', () => {
  const template = synthesiseTemplate();

  it('is in a private, versioned bucket that tells EventBridge of changes', () => {
    expect(propertiesOf(template, 'AWS::S3::Bucket')).toMatchObject({
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    expect(JSON.stringify(propertiesOf(template, 'AWS::S3::BucketPolicy'))).toContain(
      '"aws:SecureTransport":"false"',
    );
  });

  it('is planned when that file is written or deleted, and the event is kept if it cannot be delivered', () => {
    expect(propertiesOf(template, 'AWS::Events::Rule', 'Changes')).toMatchObject({
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created', 'Object Deleted'],
        detail: { bucket: { name: ['<DefinitionCF7721AC>'] }, object: { key: ['images.yaml'] } },
      },
      Targets: [
        {
          Arn: expect.stringMatching(/^<PlanFunction/),
          DeadLetterConfig: { Arn: '<QueuesPlanningFailuresBEE1CD08.Arn>' },
        },
      ],
    });
    expect(
      JSON.stringify(propertiesOf(template, 'AWS::SQS::QueuePolicy', 'QueuesPlanning')),
    ).toContain('"aws:SourceArn":"<Changes510ED4B0.Arn>"');
  });

  it('may be in a bucket that is there already, encrypted with a key of its own', () => {
    const given = synthesiseTemplate({
      syncer: (stack) => ({
        definition: {
          kind: 's3',
          key: 'team/images.yaml',
          bucket: Bucket.fromBucketAttributes(stack, 'Given', {
            bucketName: 'definitions',
            encryptionKey: Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:1:key/a'),
          }),
        },
      }),
    });

    expect(resourcesOf(given, 'AWS::S3::Bucket')).toEqual({});
    expect(allowedBy(given, 'PlanRole')).toEqual(
      expect.arrayContaining([
        's3:GetObject on arn:<AWS::Partition>:s3:::definitions/team/images.yaml',
        's3:ListBucket on arn:<AWS::Partition>:s3:::definitions',
        'kms:Decrypt on arn:aws:kms:eu-west-1:1:key/a if {"StringLike":{"kms:ViaService":"s3.*.amazonaws.com*"}}',
      ]),
    );
    expect(propertiesOf(given, 'AWS::Events::Rule', 'Changes').EventPattern.detail).toEqual({
      bucket: { name: ['definitions'] },
      object: { key: ['team/images.yaml'] },
    });
  });
});

describe('a definition in CodeCommit', () => {
  it('is in a repository that is created, and planned on every change of the branch', () => {
    const template = synthesiseTemplate({ syncer: { definition: { kind: 'codecommit' } } });

    const [[id, repository] = []] = Object.entries(
      resourcesOf(template, 'AWS::CodeCommit::Repository'),
    );
    expect(repository).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { RepositoryName: 'ImageSyncer' },
    });
    expect(propertiesOf(template, 'AWS::Events::Rule', 'Changes').EventPattern).toEqual({
      source: ['aws.codecommit'],
      'detail-type': ['CodeCommit Repository State Change'],
      resources: [`<${id}.Arn>`],
      detail: {
        event: ['referenceCreated', 'referenceUpdated', 'referenceDeleted'],
        referenceType: ['branch'],
        referenceName: ['main'],
      },
    });
    expect(allowedBy(template, 'PlanRole')).toContain(`codecommit:GetFile on <${id}.Arn>`);
    expect(JSON.stringify(resourcesOf(template, 'AWS::IAM::Role'))).not.toContain('"s3:');
  });

  it('may be in one that is there already', () => {
    const template = synthesiseTemplate({
      syncer: (stack) => ({
        definition: {
          kind: 'codecommit',
          repository: Repository.fromRepositoryName(stack, 'Given', 'images'),
          branch: 'live',
          path: 'mirror/images.yaml',
        },
      }),
    });

    expect(resourcesOf(template, 'AWS::CodeCommit::Repository')).toEqual({});
    expect(
      JSON.parse(
        propertiesOf(template, 'AWS::Lambda::Function', 'PlanFunction').Environment.Variables
          .DEFINITION,
      ),
    ).toEqual({
      kind: 'codecommit',
      repository: 'images',
      branch: 'live',
      path: 'mirror/images.yaml',
    });
  });
});
