import { describe, expect, it } from 'vitest';
import { describeWith } from '../support/describe-with.ts';
import { conflictStories } from './stories/conflict.ts';
import { deathStories } from './stories/deaths.ts';
import { definitionStories } from './stories/definitions.ts';
import { mirroringStories } from './stories/mirroring.ts';
import { queueStories } from './stories/queues.ts';
import { registryStories } from './stories/registries.ts';
import { scenarioStories } from './stories/scenario.ts';
import { useAwsServices, useStage } from './support/use-stage.ts';

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

    describe('the shared scenario', () => scenarioStories(stage));

    it('has no permission that no story needs', () => {
      expect(stage().cloud.parts.permissions.superfluous).toEqual([]);
    });
  });

  describe('with images.yaml in CodeCommit', () => {
    const stage = useStage(services, { kind: 'codecommit' });

    describe('the service', () => mirroringStories(stage));
  });
});
