import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VARIABLES } from '../../lib/aws/environment.ts';
import { DEFAULT_SCHEDULE } from '../../lib/cdk/schedule.ts';
import { LARGE_BLOB_BYTES } from '../../lib/mirror/large-blob-bytes.ts';
import { dollarsOf, totalOf } from '../../scripts/cost/bill.ts';
import { STACK, UNCHANGED } from '../../scripts/cost/figures.ts';
import { PRICES } from '../../scripts/cost/prices.ts';
import { costReport } from '../../scripts/cost/report.ts';
import { usageOf, usageOfCopiedGb } from '../../scripts/cost/usage.ts';
import { DEAD_LETTER_GB } from '../../scripts/simulate/functions.ts';
import { STACK_DEFAULTS } from '../../scripts/simulate/stack.ts';
import { type Synthesised, synthesise } from '../support/cdk.ts';
import { propertiesOf, resourcesOf } from '../support/template.ts';

const OPERATIONS = join(import.meta.dirname, '../../docs/operations.md');
const README = join(import.meta.dirname, '../../README.md');

describe('usageOf', () => {
  it('grows with the images, but for what is there anyway', () => {
    const [none, some, twice] = [0, 50_000, 100_000].map((images) => totalOf(usageOf(images)));

    expect(Number(twice) - Number(none)).toBeCloseTo(2 * (Number(some) - Number(none)), 9);
    expect(none).toBeGreaterThan(7);
  });

  it('reckons what an unchanged image may take at most', () => {
    expect(UNCHANGED.writeUnits).toBe(2.2);
    expect(UNCHANGED.sqsRequests).toBe(0.4);
  });

  it('takes every price for what it is called', () => {
    const priced = [...usageOf(1), usageOfCopiedGb()].flatMap(({ amounts }) =>
      Object.keys(amounts),
    );

    expect(Object.keys(PRICES)).toEqual(expect.arrayContaining(priced));
  });
});

describe('dollarsOf', () => {
  it('adds up what each amount costs', () => {
    expect(dollarsOf({ logGb: 2, dashboardMonth: 1 })).toBeCloseTo(4);
  });
});

describe('what a month costs', () => {
  it('stands in docs/operations.md as it is printed', async () => {
    const operations = await readFile(OPERATIONS, 'utf8');

    for (const line of costReport().split('\n')) expect(operations).toContain(line);
  });

  it('is what the README says of 10,000 images', async () => {
    const dollars = Math.round(totalOf(usageOf(10_000)));

    expect(await readFile(README, 'utf8')).toContain(`about $${dollars} a month`);
  });
});

describe('the stack that is paid for', () => {
  let synthesised: Synthesised;

  beforeAll(() => {
    synthesised = synthesise();
  });

  afterAll(() => synthesised.dispose());

  it('has the memory, the schedule and the retention that are reckoned with', () => {
    const { template } = synthesised;
    const { MemorySize: worker } = propertiesOf(template, 'AWS::Lambda::Function', 'Sync');
    const { MemorySize: planner } = propertiesOf(template, 'AWS::Lambda::Function', 'Plan');
    const { RetentionInDays } = propertiesOf(template, 'AWS::Logs::LogGroup', 'Sync');

    expect(worker / 1024).toBe(STACK.workerGb);
    expect(planner / 1024).toBe(STACK.plannerGb);
    expect(RetentionInDays / 30).toBe(STACK.logMonths);
    expect(DEFAULT_SCHEDULE).toBe(`rate(${STACK.hoursBetweenRuns} hours)`);
  });

  it('has the workers, queues and limits that are simulated', () => {
    const { template } = synthesised;
    const { Timeout, Environment } = propertiesOf(template, 'AWS::Lambda::Function', 'Sync');
    const { MemorySize } = propertiesOf(template, 'AWS::Lambda::Function', 'DeadLetter');
    const lanes = Object.values(resourcesOf(template, 'AWS::Lambda::EventSourceMapping')).map(
      ({ Properties: { BatchSize, ScalingConfig } }) => [
        ...[BatchSize, Object(ScalingConfig).MaximumConcurrency],
      ],
    );
    const queue = propertiesOf(template, 'AWS::SQS::Queue', 'QueuesCompare');

    expect(MemorySize / 1024).toBe(DEAD_LETTER_GB);
    expect(Timeout * 1000).toBe(STACK_DEFAULTS.timeoutMs);
    expect(queue.VisibilityTimeout * 1000).toBe(STACK_DEFAULTS.visibilityMs);
    expect(lanes).toContainEqual([STACK_DEFAULTS.compareBatch, STACK_DEFAULTS.compareConcurrency]);
    expect(lanes).toContainEqual([STACK_DEFAULTS.copyBatch, STACK_DEFAULTS.copyConcurrency]);
    expect(Environment.Variables).toMatchObject({
      [VARIABLES.putImageRate]: String(STACK_DEFAULTS.putImageRate),
      [VARIABLES.maxReceives]: String(STACK_DEFAULTS.maxReceives),
      [VARIABLES.historyDays]: String(STACK_DEFAULTS.historyDays),
      [VARIABLES.chunkFromBytes]: String(LARGE_BLOB_BYTES.fromBytes),
      [VARIABLES.chunkBytes]: String(LARGE_BLOB_BYTES.chunkBytes),
      [VARIABLES.resumeHashFromBytes]: String(STACK_DEFAULTS.resumeHashFromBytes),
    });
  });

  it('has as many alarmed metrics, polled queues and dashboards', () => {
    const { template } = synthesised;
    const alarms = Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm'));
    const mappings = resourcesOf(template, 'AWS::Lambda::EventSourceMapping');
    const dashboards = resourcesOf(template, 'AWS::CloudWatch::Dashboard');

    const alarmed = alarms.map(({ Properties }) => alarmedMetrics(Properties));
    expect(alarmed.reduce((sum, count) => sum + count, 0)).toBe(STACK.alarmMetrics);
    expect(Object.keys(mappings)).toHaveLength(STACK.polledQueues);
    expect(Object.keys(dashboards)).toHaveLength(STACK.dashboards);
  });
});

/** What CloudWatch bills an alarm for: the metrics that it reads, not what it reckons from them. */
function alarmedMetrics({ Metrics }: Readonly<Record<string, unknown>>): number {
  if (!Array.isArray(Metrics)) return 1;
  return Metrics.filter((metric) => 'MetricStat' in metric).length;
}
