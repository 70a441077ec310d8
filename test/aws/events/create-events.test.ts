import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEvents } from '../../../lib/aws/events/create-events.ts';
import { EventsError } from '../../../lib/aws/events/events-error.ts';
import type { Events } from '../../../lib/aws/events.ts';
import type { RunSummary } from '../../../lib/mirror/run.ts';
import { NOTHING_COUNTED } from '../../../lib/mirror/run-tally.ts';
import { useAwsEnvironment } from '../../support/aws/aws-environment.ts';
import { AwsFailure } from '../../support/aws/aws-service.ts';
import { type EventBridge, startEventBridge } from '../../support/aws/start-event-bridge.ts';
import { FIRST_RUN, recordedOutcome, run } from '../../support/run-builder.ts';
import { SkippingClock } from '../../support/skipping-clock.ts';

const COMPLETED: RunSummary = {
  ...run(),
  state: 'completed',
  expected: 3,
  finishedAt: '2026-01-01T00:01:00.000Z',
  ...NOTHING_COUNTED,
};

let bridge: EventBridge;

useAwsEnvironment();

beforeAll(async () => {
  bridge = await startEventBridge();
});

afterAll(() => bridge.close());

describe('createEvents', () => {
  let events: Events;
  let clock: SkippingClock;

  beforeEach(() => {
    vi.stubEnv('AWS_ENDPOINT_URL_EVENTBRIDGE', bridge.endpoint);
    bridge.events.length = 0;
    clock = new SkippingClock();
    events = createEvents({ busName: 'bus', service: 'mirror', clock, random: () => 0 });
  });

  it('tells of a completed run', async () => {
    await events.runCompleted(COMPLETED);

    expect(bridge.events).toEqual([
      {
        source: 'image-syncer',
        detailType: 'Run Completed',
        bus: 'bus',
        detail: { service: 'mirror', run: COMPLETED },
      },
    ]);
  });

  it('tells of an image that conflicts', async () => {
    const outcome = recordedOutcome({ status: 'conflict' });

    await events.imageConflict({ runId: FIRST_RUN, outcome, previousStatus: 'copied' });
    await events.imageConflict({ runId: FIRST_RUN, outcome });

    const { source, target, wantedDigest, targetDigest } = outcome;
    const image = { source, target, wantedDigest, targetDigest };
    expect(bridge.events).toMatchObject([
      {
        detailType: 'Image Conflict',
        detail: { service: 'mirror', runId: FIRST_RUN, ...image, previousStatus: 'copied' },
      },
      { detail: { previousStatus: null } },
    ]);
  });

  it('tells of a broken definition within what an event has room for', async () => {
    const place = { file: 'images.yaml', line: 2, column: 1 };
    const problem = { ...place, message: 'x'.repeat(300_000), hint: null };
    const problems = Array.from({ length: 12 }, () => problem);

    const broken = { since: '2026-01-01T00:00:00.000Z', version: null, problems };
    await events.definitionBroken('s3://bucket/images.yaml', broken);

    const [event] = bridge.events;
    expect(event).toMatchObject({
      detailType: 'Definition Broken',
      detail: { definition: 's3://bucket/images.yaml', version: null, since: broken.since },
    });
    expect(event?.detail['problems']).toHaveLength(10);
    expect(JSON.stringify(event).length).toBeLessThan(256 * 1024);
  });

  it('tells again what EventBridge did not take', async () => {
    bridge.rejectNext(2, 'ThrottlingException');

    await events.runCompleted(COMPLETED);

    expect(bridge.events).toHaveLength(1);
    expect(clock.slept).toEqual([200, 400]);
  });

  it('fails where EventBridge goes on not taking it', async () => {
    bridge.rejectNext(5, 'InternalFailure');

    const telling = events.runCompleted(COMPLETED);

    await expect(telling).rejects.toThrow('the event Run Completed was not taken: InternalFailure');
    await expect(telling).rejects.toMatchObject({ retryable: true });
  });

  it('fails for good where it may not', async () => {
    bridge.refuse('PutEvents', new AwsFailure('AccessDeniedException'));

    const telling = events.runCompleted(COMPLETED);

    await expect(telling).rejects.toThrow(EventsError);
    await expect(telling).rejects.toMatchObject({ kind: 'auth', retryable: false });
  });

  it('uses the client that it is given', async () => {
    const client = new EventBridgeClient({ endpoint: bridge.endpoint });
    vi.stubEnv('AWS_ENDPOINT_URL_EVENTBRIDGE', 'http://127.0.0.1:1');

    await createEvents({ busName: 'bus', service: 'mirror', clock, client }).runCompleted(
      COMPLETED,
    );

    expect(bridge.events).toHaveLength(1);
    client.destroy();
  });
});
