import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../../lib/serve/metrics/create-metrics.ts';
import {
  FAILED,
  filledService,
  liveRun,
  outcomeError,
  outcomeOf,
} from '../../support/filled-service.ts';
import type { MemoryService } from '../../support/memory-service.ts';
import { MemoryService as Service } from '../../support/memory-service.ts';

/** Each sample of ours by its name and labels. */
async function samples(view: MemoryService, act: () => unknown = () => undefined) {
  const metrics = createMetrics(view);
  await act();
  const text = await metrics.text();
  metrics.close();
  const lines = text.split('\n').filter((line) => line.startsWith('image_syncer_'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(13, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
  );
}

function seconds(time: string | null | undefined): number {
  return Date.parse(time ?? '') / 1000;
}

const RUN_ID = '01KDVDP79GAAAAAAAAAAAAAAAA';

describe('createMetrics', () => {
  it('counts the images of the definition by status', async () => {
    expect(await samples(await filledService())).toMatchObject({
      'images{status="copied"}': 1,
      'images{status="unchanged"}': 1,
      'images{status="conflict"}': 1,
      'images{status="skipped"}': 1,
      'images{status="failed"}': 2,
      'images{status="waiting"}': 1,
    });
  });

  it('has every series that it knows from the beginning', async () => {
    expect(await samples(new Service())).toMatchObject({
      'images{status="waiting"}': 0,
      'images{status="copied"}': 0,
      'bytes_total{how="uploaded"}': 0,
      'image_duration_seconds_count{status="failed"}': 0,
      run_duration_seconds_count: 0,
      throttled_total: 0,
      last_success_timestamp_seconds: 0,
      last_run_timestamp_seconds: 0,
      definition_broken: 0,
      run_in_progress: 0,
    });
  });

  it('adds up bytes and durations of outcomes', async () => {
    const view = new Service();
    const tell = (outcome: typeof FAILED) => view.emit({ type: 'outcome', runId: RUN_ID, outcome });

    const told = await samples(view, () => {
      tell(outcomeOf('a:1', { durationMs: 1500 }));
      tell(outcomeOf('b:1', { durationMs: 500 }));
      tell(FAILED);
    });

    expect(told).toMatchObject({
      'bytes_total{how="uploaded"}': 2_000_000,
      'bytes_total{how="mounted"}': 400_000,
      'bytes_total{how="present"}': 60_000,
      'image_duration_seconds_sum{status="copied"}': 2,
      'image_duration_seconds_count{status="copied"}': 2,
      'image_duration_seconds_bucket{le="0.5",status="copied"}': 1,
      'image_duration_seconds_bucket{le="+Inf",status="copied"}': 2,
      'image_duration_seconds_count{status="failed"}': 1,
    });
  });

  it('counts what is put off, and what was throttled', async () => {
    const view = new Service();
    const putOff = { type: 'put-off', runId: RUN_ID, target: 'secret/name:1', afterMs: 9 } as const;

    const told = await samples(view, () => {
      view.emit({ ...putOff, error: outcomeError() });
      view.emit({ ...putOff, error: outcomeError({ kind: 'throttled' }) });
      view.emit({ ...putOff, error: outcomeError({ kind: 'throttled' }) });
    });

    expect(told).toMatchObject({
      'put_off_total{kind="transient"}': 1,
      'put_off_total{kind="throttled"}': 2,
      throttled_total: 2,
    });
  });

  it('counts runs by how they ended and what began them', async () => {
    const view = new Service();
    const first = await view.record({ trigger: 'change', lastsMs: 90_000 });
    const second = await view.record({ trigger: 'schedule', state: 'superseded' });
    const third = await view.record({ trigger: 'manual', lastsMs: 10_000 });

    const told = await samples(view, () => {
      view.emit({ type: 'ended', run: first });
      view.emit({ type: 'superseded', runId: second.id });
      view.emit({ type: 'completed', runId: third.id });
      view.emit({ type: 'closed', runId: third.id, lost: 1 });
      view.emit({ type: 'superseded', runId: 'unknown' });
    });

    expect(told).toMatchObject({
      'runs_total{state="completed",trigger="change"}': 1,
      'runs_total{state="superseded",trigger="schedule"}': 1,
      'runs_total{state="completed",trigger="manual"}': 2,
      run_duration_seconds_count: 3,
      run_duration_seconds_sum: 110,
      'run_duration_seconds_bucket{le="15"}': 2,
    });
  });

  it('waits until the ledger has told what a run was', async () => {
    const view = new Service();
    const run = await view.record({ trigger: 'manual', state: 'superseded' });
    const told = Promise.withResolvers<typeof run>();
    view.reader.readRun = () => told.promise;
    const metrics = createMetrics(view);
    view.emit({ type: 'superseded', runId: run.id });

    const asked = metrics.text();
    // Everything else that is asked for has come by then.
    await createMetrics(new Service()).text();
    told.resolve(run);

    expect(await asked).toContain('runs_total{state="superseded",trigger="manual"} 1\n');
    metrics.close();
  });

  it('knows from the ledger when runs ended, those of processes before included', async () => {
    const view = new Service();
    const good = await view.record({ outcomes: [outcomeOf('a:1')] });
    const bad = await view.record({ outcomes: [FAILED] });
    await view.record({ outcomes: [outcomeOf('a:1')], state: 'superseded' });
    await view.record({ outcomes: [outcomeOf('a:1')], dryRun: true });

    expect(await samples(view)).toMatchObject({
      last_success_timestamp_seconds: seconds(good.finishedAt),
      last_run_timestamp_seconds: seconds(bad.finishedAt),
    });
  });

  it('remembers a success that has left the newest runs', async () => {
    const view = new Service();
    const good = await view.record();
    const metrics = createMetrics(view);
    await metrics.text();
    for (let count = 0; count < 51; count += 1) await view.record({ outcomes: [FAILED] });

    const text = await metrics.text();
    metrics.close();

    expect(text).toContain(`last_success_timestamp_seconds ${seconds(good.finishedAt)}\n`);
  });

  it('tells how the service is', async () => {
    const view = new Service();
    view.go(liveRun());
    view.become({ definition: { broken: { since: '', version: null, problems: [] } } });

    expect(await samples(view)).toMatchObject({ definition_broken: 1, run_in_progress: 1 });
  });

  it('has no name of an image', async () => {
    const view = await filledService();
    const metrics = createMetrics(view);
    view.emit({ type: 'outcome', runId: RUN_ID, outcome: FAILED });
    const text = await metrics.text();
    metrics.close();

    expect(text).not.toMatch(/redis|docker\.io|mirror\.example/);
  });

  it('tells of the process, in the format of Prometheus', async () => {
    const metrics = createMetrics(new Service());
    const text = await metrics.text();
    metrics.close();

    expect(text).toContain('\nprocess_resident_memory_bytes ');
    expect(text).toContain('# TYPE image_syncer_image_duration_seconds histogram\n');
    expect(metrics.contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
  });

  it('stands beside others of its kind, and stops to listen', () => {
    const view = new Service();
    const [one, other] = [createMetrics(view), createMetrics(view)];
    expect(view.listeners).toBe(4);

    one.close();
    other.close();

    expect(view.listeners).toBe(0);
  });

  it('gives no numbers where the ledger does not answer', async () => {
    const view = new Service();
    view.images = () => Promise.reject(new Error('locked'));
    const metrics = createMetrics(view);

    await expect(metrics.text()).rejects.toThrow('locked');
    metrics.close();
  });
});
