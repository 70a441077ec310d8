import { describe, expect, it } from 'vitest';
import { describeWith } from '../support/describe-with.ts';
import { byHandStories } from './stories/by-hand.ts';
import { conflictStories } from './stories/conflict.ts';
import { deathStories } from './stories/deaths.ts';
import { definitionStories } from './stories/definitions.ts';
import { handOverStories } from './stories/hand-over.ts';
import { largeLayerStories } from './stories/large-layers.ts';
import { lifeStories } from './stories/life.ts';
import { mirroringStories } from './stories/mirroring.ts';
import { queueStories } from './stories/queues.ts';
import { registryStories } from './stories/registries.ts';
import { scenarioStories } from './stories/scenario.ts';
import { sharedLayerStories } from './stories/shared-layers.ts';
import { useAwsServices, useStage } from './support/use-stage.ts';

/** Scheduler puts aside what it could not deliver in a day: no emulator of ours fails like that. */
const UNTOLD = /ScheduleRole\w+: sqs:SendMessage on [^,]+PlanningFailures\w+$/;

describeWith(['java', 'openssl'], 'the synthesised stack', () => {
  const services = useAwsServices();

  describe('with images.yaml in a bucket', () => {
    const stage = useStage(services, { kind: 's3' });

    describe('the service', () => mirroringStories(stage));
    describe('a moved tag', () => conflictStories(stage));
    describe('a queue', () => queueStories(stage));
    describe('a death', () => deathStories(stage));
    describe('the definition', () => definitionStories(stage));
    describe('a registry', () => registryStories(stage));
    describe('layers that images share', () => sharedLayerStories(stage));
    describe('a large layer', () => largeLayerStories(stage));
    describe('a function that has little time', () => handOverStories(stage));

    describe('the planner by hand', () => byHandStories(stage));
    describe('a run', () => lifeStories(stage));
    describe('the shared scenario', () => scenarioStories(stage));

    it('has no permission that no story needs', () => {
      const { superfluous } = stage().cloud.parts.permissions;

      expect(superfluous.filter((line) => !UNTOLD.test(line))).toEqual([]);
    });
  });

  describe('with images.yaml in CodeCommit', () => {
    const stage = useStage(services, { kind: 'codecommit' });

    describe('the service', () => mirroringStories(stage));
  });
});
