import { describe, expect, it } from 'vitest';
import { parsePlannerEvent } from '../../../lib/aws/planner/planner-event.ts';
import { PlannerEventError } from '../../../lib/aws/planner/planner-event-error.ts';
import { FIRST_RUN } from '../../support/run-builder.ts';

const S3 = { kind: 's3', bucket: 'definitions', key: 'team/images.yaml' } as const;
const CODE_COMMIT = {
  kind: 'codecommit',
  repository: 'definitions',
  branch: 'main',
  path: 'images.yaml',
} as const;
const TIME = '2026-01-01T00:00:00Z';
const AT_MS = Date.parse(TIME);

/** As docs.aws.amazon.com/AmazonS3, "Event message structure" of EventBridge, shows it. */
function objectEvent(detailType: string, key: string = S3.key, bucket: string = S3.bucket): object {
  return {
    version: '0',
    id: '17793124-05d4-b198-2fde-7ededc63b103',
    'detail-type': detailType,
    source: 'aws.s3',
    account: '111122223333',
    time: TIME,
    region: 'eu-central-1',
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: {
        key,
        size: 5,
        etag: 'b57f9512698f4b09e608f4f2a65852e5',
        sequencer: '00617F08299329D189',
      },
      'request-id': 'N4N7GDK58NMKJ12R',
      requester: '123456789012',
      reason: 'PutObject',
    },
  };
}

/** As docs.aws.amazon.com/codecommit, "Monitoring CodeCommit events", shows it. */
function referenceEvent(event: string, referenceName = 'main', repositoryName = 'definitions') {
  return {
    version: '0',
    id: '01234567-EXAMPLE',
    'detail-type': 'CodeCommit Repository State Change',
    source: 'aws.codecommit',
    account: '111122223333',
    time: TIME,
    region: 'eu-central-1',
    resources: [`arn:aws:codecommit:eu-central-1:111122223333:${repositoryName}`],
    detail: { event, repositoryName, referenceType: 'branch', referenceName, commitId: '3e5983EX' },
  };
}

describe('parsePlannerEvent', () => {
  const context = { place: S3, requestId: 'request', nowMs: AT_MS + 5 };

  it.each(['Object Created', 'Object Deleted'])('takes %s as a change', (detailType) => {
    expect(parsePlannerEvent(objectEvent(detailType), context)).toEqual({
      kind: 'run',
      hops: 0,
      trigger: { kind: 'change', identity: 'aws.s3 00617F08299329D189', atMs: AT_MS },
    });
  });

  it.each(['referenceCreated', 'referenceUpdated', 'referenceDeleted'])(
    'takes %s as a change',
    (name) => {
      expect(parsePlannerEvent(referenceEvent(name), { ...context, place: CODE_COMMIT })).toEqual({
        kind: 'run',
        hops: 0,
        trigger: { kind: 'change', identity: 'aws.codecommit 01234567-EXAMPLE', atMs: AT_MS },
      });
    },
  );

  it('takes the schedule as the same however often it is delivered', () => {
    const [one, other] = ['first attempt', 'second attempt'].map((executionId) =>
      parsePlannerEvent({ trigger: 'schedule', scheduledTime: TIME, executionId }, context),
    );

    expect(one).toMatchObject({ trigger: { kind: 'schedule', atMs: AT_MS } });
    expect(other).toEqual(one);
  });

  it.each([
    [{}, { kind: 'manual' }],
    [{ only: ['*/busybox:*'] }, { kind: 'manual', only: ['*/busybox:*'] }],
    [{ retry: 'failing' }, { kind: 'retry' }],
  ])('takes %j as a call by hand', (event, trigger) => {
    expect(parsePlannerEvent(event, context)).toEqual({
      kind: 'run',
      hops: 0,
      trigger: { identity: 'request request', atMs: context.nowMs, ...trigger },
    });
  });

  it('takes a continuation with everything that it was handed', () => {
    const event = { resume: FIRST_RUN, hops: 3, from: 500, only: ['a'] };

    expect(parsePlannerEvent(event, context)).toEqual({
      kind: 'run',
      hops: 3,
      trigger: { kind: 'resume', runId: FIRST_RUN, from: 500, only: ['a'] },
    });
  });

  it('takes a continuation of a run over the whole definition for one', () => {
    expect(parsePlannerEvent({ resume: FIRST_RUN, whole: true }, context)).toEqual({
      kind: 'run',
      hops: 0,
      trigger: { kind: 'resume', runId: FIRST_RUN, from: 0, isWhole: true },
    });
  });

  it.each([
    { dryRun: true },
    { dryRun: true, only: ['a'] },
    { dryRun: true, definition: 'images: []' },
  ])('takes %j as a dry run', ({ dryRun, ...call }) => {
    expect(parsePlannerEvent({ dryRun, ...call }, context)).toEqual({ kind: 'dry-run', ...call });
  });

  it.each([
    ['nothing', null],
    ['an unknown member', { onlyy: ['a'] }],
    ['no names', { only: [] }],
    ['a definition that would be mirrored', { definition: 'images: []' }],
    ['a dry run that is none', { dryRun: false, definition: 'images: []' }],
    ['a run that has no such id', { resume: 'latest' }],
    ['another object', objectEvent('Object Created', 'other.yaml')],
    ['another bucket', objectEvent('Object Created', S3.key, 'other')],
    ['something else of the object', objectEvent('Object Restore Completed')],
    ['a repository, where a bucket is planned from', referenceEvent('referenceCreated')],
  ])('refuses %s', (_, event) => {
    expect(() => parsePlannerEvent(event, context)).toThrow(PlannerEventError);
  });

  it.each([
    ['another branch', referenceEvent('referenceUpdated', 'draft')],
    ['another repository', referenceEvent('referenceUpdated', 'main', 'other')],
  ])('refuses %s', (_, event) => {
    const call = () => parsePlannerEvent(event, { ...context, place: CODE_COMMIT });

    expect(call).toThrow(PlannerEventError);
  });

  it('says what it would take', () => {
    const { message } = new PlannerEventError({ a: 1 });

    expect(message).toMatch(/^the planner takes no event such as {"a":1}, but: /);
    expect(message).toContain('{"retry": "failing"}');
  });
});
