import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseDefinition } from '../../lib/definition/parse.ts';
import { IdleClock } from '../support/idle-clock.ts';
import { image } from '../support/image-builder.ts';
import {
  type LimitedFront,
  type LimitedFrontOptions,
  startLimitedFront,
} from '../support/limited-front.ts';
import { type LocalMirror, startLocalMirror } from '../support/local-mirror.ts';

const APP = image({ layers: 1, layerBytes: 100 });
const NAMES = Array.from({ length: 100 }, (_, number) => `app${number}`);

describe('mirrorLocally from a registry that allows 20 pulls a minute', () => {
  let mirror: LocalMirror;
  let front: LimitedFront;
  let clock: IdleClock;

  beforeEach(async () => {
    mirror = await startLocalMirror();
    for (const name of NAMES) await mirror.publish(APP, name);
    const { requests } = mirror.target;
    clock = new IdleClock(() => requests.length + front.requests.length);
  });

  afterEach(async () => {
    await clock.end();
    await front.close();
    await mirror.end();
  });

  function definition() {
    const images = NAMES.map((name) => ({
      source: `${front.host}/${name}:1`,
      target: `${mirror.target.host}/${name}:1`,
    }));
    return parseDefinition(JSON.stringify({ images }), { file: 'images.yaml', environment: {} });
  }

  it.each<[string, Omit<LimitedFrontOptions, 'pulls' | 'windowMs' | 'now'>]>([
    ['its limit', { kind: 'bucket', tells: 'windows', retryAfter: 'seconds' }],
    ['how long to wait', { kind: 'bucket', retryAfter: 'date' }],
    ['nothing', { kind: 'window' }],
  ])('copies 100 images with 16 workers where it tells %s', async (_, limit) => {
    const now = () => clock.now();
    front = await startLimitedFront(mirror.source.url, {
      ...limit,
      pulls: 20,
      windowMs: 60_000,
      now,
    });

    const { run } = await mirror.run(definition(), { workers: 16, retries: 3, clock });

    expect(run.counts).toMatchObject({ copied: 100, failed: 0 });
    expect(front.refused).toBeLessThanOrEqual(5);
  });
});
