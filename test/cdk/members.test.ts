import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import type { ImageSyncer } from '../../lib/cdk/image-syncer.ts';
import { synthesise, synthesiseTemplate } from '../support/cdk.ts';
import { propertiesOf } from '../support/template.ts';

describe('what an ImageSyncer grants', () => {
  const read = [
    'dynamodb:BatchGetItem on <LedgerB7379752.Arn>',
    'dynamodb:BatchGetItem on <LedgerB7379752.Arn>/index/failing',
    'dynamodb:GetItem on <LedgerB7379752.Arn>',
    'dynamodb:GetItem on <LedgerB7379752.Arn>/index/failing',
    'dynamodb:Query on <LedgerB7379752.Arn>',
    'dynamodb:Query on <LedgerB7379752.Arn>/index/failing',
  ];
  const invoke = expect.stringMatching(/^lambda:InvokeFunction on <PlanFunction\w+\.Arn>$/);

  it.each([
    ['grantRead', read],
    ['grantRun', [invoke]],
    ['grantRetry', [...read, invoke]],
  ] as const)('by %s is that, and no more', (grant, allowed) => {
    const template = synthesiseTemplate({
      use: (syncer, stack) => {
        const role = new Role(stack, 'Reader', {
          assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
        });
        syncer[grant](role);
      },
    });

    const { PolicyDocument } = propertiesOf(template, 'AWS::IAM::Policy', 'Reader');
    const lines = PolicyDocument.Statement.flatMap(
      ({ Action, Resource }: { Action: string | string[]; Resource: string | string[] }) =>
        [Action].flat().flatMap((action) => [Resource].flat().map((on) => `${action} on ${on}`)),
    );
    expect(lines.toSorted()).toEqual(allowed);
  });
});

describe('what an ImageSyncer shows', () => {
  it('is counted under its name', () => {
    const metrics: unknown[] = [];
    const use = (syncer: ImageSyncer) => {
      metrics.push(syncer.metricImages('failed'), syncer.metricBytes('mounted'));
    };

    synthesise({ syncer: { serviceName: 'mirror' }, use }).dispose();

    expect(metrics).toEqual([
      expect.objectContaining({ metricName: 'ImagesFailed', dimensions: { service: 'mirror' } }),
      expect.objectContaining({ metricName: 'BytesMounted', namespace: 'image-syncer' }),
    ]);
  });

  it('tells others of completed runs', () => {
    const template = synthesiseTemplate({
      use: (syncer, stack) => {
        syncer.onRunCompleted('Told', { target: new SnsTopic(new Topic(stack, 'Topic')) });
      },
    });

    expect(propertiesOf(template, 'AWS::Events::Rule', 'Told')).toMatchObject({
      EventPattern: {
        source: ['image-syncer'],
        'detail-type': ['Run Completed'],
        detail: { service: ['ImageSyncer'] },
      },
      Targets: [{ Arn: expect.stringMatching(/^<Topic/) }],
    });
  });
});
