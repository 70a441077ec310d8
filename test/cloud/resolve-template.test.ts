import { describe, expect, it } from 'vitest';
import { resolveTemplate } from './support/resolve-template.ts';
import { parseTemplate } from './support/template.ts';

const OPTIONS = { stackName: 'stack', endpoint: 'http://127.0.0.1:1' };

function resolveProperty(value: unknown): unknown {
  const template = parseTemplate({
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue' },
      Asked: { Type: 'Any', Properties: { value } },
    },
  });
  return resolveTemplate(template, OPTIONS).at(-1)?.properties['value'];
}

describe('resolveTemplate', () => {
  it.each([
    [{ Ref: 'Queue' }, 'http://127.0.0.1:1/123456789012/stack-Queue'],
    [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:aws:sqs:eu-central-1:123456789012:stack-Queue'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }]] }, 'a-eu-central-1'],
    [
      {
        'Fn::Sub': [
          // biome-ignore lint/suspicious/noTemplateCurlyInString: it is CloudFormation's
          '${Queue.QueueName} of ${AWS::AccountId} ${x}',
          { x: { Ref: 'AWS::Partition' } },
        ],
      },
      'stack-Queue of 123456789012 aws',
    ],
    [{ 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b'] }] }, 'b'],
    [{ Ref: 'AWS::NoValue' }, undefined],
    [[{ deep: { Ref: 'AWS::URLSuffix' } }], [{ deep: 'amazonaws.com' }]],
  ])('makes %j %j', (value, expected) => {
    expect(resolveProperty(value)).toEqual(expected);
  });

  it('refuses what it does not know', () => {
    expect(() => resolveProperty({ 'Fn::Cidr': [] })).toThrow('Fn::Cidr');
    expect(() => resolveProperty({ Ref: 'Nobody' })).toThrow('Nobody');
  });
});
