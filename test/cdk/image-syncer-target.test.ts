import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { PropsError } from '../../lib/cdk/errors.ts';
import {
  ImageSyncerTarget,
  type ImageSyncerTargetProps,
} from '../../lib/cdk/image-syncer-target.ts';
import { contextOfCdk, type SynthesisedTemplate } from '../support/cdk.ts';
import { allowedBy, propertiesOf } from '../support/template.ts';

const TRUSTED = { prefix: 'mirror/', trustedAccount: '111122223333', externalId: 'a-shared-word' };

describe('ImageSyncerTarget', () => {
  it('lets the other account write the prefix, and delete nothing', () => {
    const on = 'arn:<AWS::Partition>:ecr:<AWS::Region>:<AWS::AccountId>:repository/mirror/*';

    expect(allowedBy(synthesised(TRUSTED), 'Role')).toEqual(
      [
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:CompleteLayerUpload',
        'ecr:CreateRepository',
        'ecr:DescribeRepositories',
        'ecr:GetAuthorizationToken',
        'ecr:GetDownloadUrlForLayer',
        'ecr:InitiateLayerUpload',
        'ecr:PutImage',
        'ecr:UploadLayerPart',
      ].map((action) => `${action} on ${action.includes('Token') ? '*' : on}`),
    );
  });

  it('trusts whoever of that account gives the external id', () => {
    const { AssumeRolePolicyDocument, RoleName } = propertiesOf(
      synthesised(TRUSTED),
      'AWS::IAM::Role',
    );

    expect(RoleName).toBe('image-syncer-target');
    expect(AssumeRolePolicyDocument.Statement).toEqual([
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { AWS: 'arn:<AWS::Partition>:iam::111122223333:root' },
        Condition: { StringEquals: { 'sts:ExternalId': 'a-shared-word' } },
      },
    ]);
  });

  it('trusts no more than the roles that are named', () => {
    const worker = 'arn:aws:iam::111122223333:role/worker';
    const template = synthesised({ ...TRUSTED, trustedRoleArns: [worker] });

    expect(
      propertiesOf(template, 'AWS::IAM::Role').AssumeRolePolicyDocument.Statement[0].Condition,
    ).toEqual({
      StringEquals: { 'sts:ExternalId': 'a-shared-word' },
      ArnEquals: { 'aws:PrincipalArn': [worker] },
    });
  });

  it('refuses a prefix that bounds nothing', () => {
    expect(() => synthesised({ ...TRUSTED, prefix: '' })).toThrow(PropsError);
  });
});

function synthesised(props: ImageSyncerTargetProps): SynthesisedTemplate {
  const app = new App({ context: contextOfCdk(), builtinCloudFormationValidation: false });
  new ImageSyncerTarget(app, 'Target', props);
  return app.synth().getStackByName('Target').template;
}
