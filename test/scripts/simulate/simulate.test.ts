import { beforeAll, describe, expect, it } from 'vitest';
import { UNCHANGED } from '../../../scripts/cost/figures.ts';
import { ASSUMPTIONS } from '../../../scripts/simulate/assumptions.ts';
import { bindingOf } from '../../../scripts/simulate/binding.ts';
import { growthOf } from '../../../scripts/simulate/growth.ts';
import { simulate } from '../../../scripts/simulate/simulate.ts';
import type { Simulation } from '../../../scripts/simulate/simulation.ts';
import type { SimulationOptions } from '../../../scripts/simulate/simulation-options.ts';

const USUAL: SimulationOptions = {
  images: 200,
  changedShare: 0.02,
  hubShare: 0.25,
  hubAccount: 'paid',
  compareConcurrency: 5,
  copyConcurrency: 10,
  putImageRate: 5,
  limits: {},
  seed: 1,
};

describe('a simulated run', () => {
  let smaller: Simulation;
  let larger: Simulation;

  beforeAll(async () => {
    smaller = await simulate(USUAL);
    larger = await simulate({ ...USUAL, images: 600 });
  });

  it('has an outcome for each image, and copies what is new', () => {
    const { run, errors } = larger;

    const nothingElse = { conflict: 0, skipped: 0, failed: 0 };
    expect(run).toMatchObject({ state: 'completed', expected: 600 });
    expect(run.counts).toEqual({ copied: 12, unchanged: 588, ...nothingElse });
    expect(errors).toEqual([]);
  });

  it('has a message for each image, and another one where it goes on in the other lane', () => {
    const { messages, run, deadLetters } = larger;

    expect(messages.putOff).toBe(Math.ceil(run.counts.copied / ASSUMPTIONS.largeEvery));
    expect(messages.sent).toBe(600 + messages.putOff);
    expect(messages.delivered).toBe(messages.sent);
    expect(deadLetters).toBe(0);
  });

  it('moves the layers that only new images have', () => {
    const { ownLayerBytes, configBytes, largeLayerBytes } = ASSUMPTIONS;
    const [one = 0, other = 0] = ownLayerBytes;
    const ofPlatforms = 12 * 2 * (one + other + configBytes);

    expect(larger.uploadedBytes / (ofPlatforms + 2 * largeLayerBytes)).toBeCloseTo(1, 2);
  });

  it('is the same every time that it is simulated', async () => {
    expect(await simulate(USUAL)).toEqual(smaller);
  });

  it('grows in cost as its images do, and in time by less', () => {
    const growth = growthOf(smaller, larger);

    expect(growth.images).toBe(3);
    // What a run takes anyway, and the one large image that both have, are the rest.
    expect(growth.dollars).toBeGreaterThan(2);
    expect(growth.dollars).toBeLessThan(3.05);
    expect(growth.time).toBeLessThan(3);
  });
});

describe('a simulated run without anything new', () => {
  it('writes what the cost of an unchanged image is reckoned by', async () => {
    // One worker after another, so that no transaction is in the way of another.
    const nothing = { ...USUAL, changedShare: 0, compareConcurrency: 1 };
    const { table, newImages, run } = await simulate(nothing);

    const rechecked = 200 / ASSUMPTIONS.runsBetweenRechecks;
    const ofRecords = UNCHANGED.writeUnits - UNCHANGED.recheckUnits / 10;
    expect(newImages).toBe(0);
    expect(run.counts.unchanged).toBe(200);
    expect(table.writeUnitsOf).toMatchObject({
      IMAGE: 200 * ofRecords + rechecked * UNCHANGED.recheckUnits,
    });
  });
});

describe('what holds a simulated run up', () => {
  const few = { ...USUAL, images: 30 };

  it.each([
    ['workers, where much is compared', { images: 200 }, 'compare-concurrency'],
    ['our own pace, where all is new', { changedShare: 1, putImageRate: 2 }, 'put-image-rate'],
    [
      'what ECR takes, where the pace is faster',
      { changedShare: 1, limits: { 'put-image': 4 } },
      'put-image',
    ],
    [
      'pulls, where everything new is at Docker Hub',
      { images: 36, changedShare: 1, hubShare: 1, hubAccount: 'anonymous' },
      'hub-pulls',
    ],
  ] as const)('is %s', async (_, given, name) => {
    const simulation = await simulate({ ...few, ...given });

    expect(bindingOf(simulation)?.name).toBe(name);
    expect(simulation.run.counts.failed).toBe(0);
  });
});
