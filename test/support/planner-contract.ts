import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Pace } from '../../lib/aws/pace.ts';
import type { ServiceRecords } from '../../lib/aws/service-records.ts';
import type { Clock } from '../../lib/clock.ts';
import { failedBy, type PlannedImage } from '../../lib/mirror/planned-image.ts';
import type {
  BrokenDefinition,
  DefinitionRecords,
  Expansions,
} from '../../lib/mirror/planner-ports.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { namedImage } from './definition-builder.ts';
import { ManualClock } from './manual-clock.ts';
import { FIRST_RUN, SECOND_RUN } from './run-builder.ts';

const SOURCE = 's3://definitions/images.yaml';
const VERSION = digestOf(Buffer.from('one'));
const OTHER = digestOf(Buffer.from('other'));

const BROKEN: BrokenDefinition = {
  since: '2026-01-01T00:00:00.000Z',
  version: OTHER,
  problems: [{ file: SOURCE, line: 3, column: 5, message: 'unknown key "sorce"', hint: null }],
};

/** What planners keep, under test, with nothing kept yet. */
export interface PlanningUnderTest {
  readonly definitions: DefinitionRecords;
  readonly expansions: Expansions;
  readonly services: ServiceRecords;
  readonly pace: Pace;
  close?(): void | Promise<void>;
}

/** What the ports guarantee that planners and workers of a service share. */
export function plannerContract(
  name: string,
  open: (clock: Clock) => PlanningUnderTest | Promise<PlanningUnderTest>,
): void {
  describe(name, () => {
    let clock: ManualClock;
    let opened: PlanningUnderTest;

    beforeEach(async () => {
      clock = new ManualClock();
      opened = await open(clock);
    });

    afterEach(() => opened.close?.());

    describe('definitions', () => {
      it('are empty where nothing was kept', async () => {
        expect(await opened.definitions.read(SOURCE)).toEqual({});
      });

      it('keep each member until another one takes its place', async () => {
        const { definitions } = opened;
        const [planned, good] = [
          { version: VERSION, runId: FIRST_RUN },
          { version: VERSION, text: 'images: [] # „ä"' },
        ];

        await definitions.update(SOURCE, { good });
        await definitions.update(SOURCE, { planned });
        await definitions.update(SOURCE, { broken: BROKEN });
        expect(await definitions.read(SOURCE)).toEqual({ planned, good, broken: BROKEN });

        const newer = { version: OTHER, text: 'images: []' };
        await definitions.update(SOURCE, { good: newer, broken: undefined });
        expect(await definitions.read(SOURCE)).toEqual({ planned, good: newer });
        expect(await definitions.read('s3://other/images.yaml')).toEqual({});
      });

      it('keep the text of a version that comes back', async () => {
        const [one, other] = [
          { version: VERSION, text: 'one' },
          { version: OTHER, text: 'other' },
        ];

        for (const good of [one, other, one]) await opened.definitions.update(SOURCE, { good });

        expect(await opened.definitions.read(SOURCE)).toEqual({ good: one });
      });

      it('tell of a file that is gone', async () => {
        const broken = { ...BROKEN, version: null, problems: [] };

        await opened.definitions.update(SOURCE, { broken });

        expect(await opened.definitions.read(SOURCE)).toEqual({ broken });
      });

      it('hold a text of 6 MB that cannot be compressed', async () => {
        const good = { version: VERSION, text: randomBytes(4.5 * 1024 ** 2).toString('base64') };

        await opened.definitions.update(SOURCE, { good });
        const read = await opened.definitions.read(SOURCE);
        await opened.definitions.update(SOURCE, { good: { version: OTHER, text: 'short' } });

        expect(read.good?.text === good.text).toBe(true);
        expect((await opened.definitions.read(SOURCE)).good?.text).toBe('short');
      });
    });

    describe('expansions', () => {
      const images: readonly PlannedImage[] = [
        namedImage('docker.io/library/busybox:1', 'mirror.example/busybox:1'),
        failedBy(new Error('no tags'), { source: 'docker.io/library/etcd' }),
      ];

      it('know nothing before something is kept', async () => {
        expect(await opened.expansions.read(FIRST_RUN)).toBeUndefined();
        expect(await opened.expansions.readTags(FIRST_RUN, 'docker.io/etcd')).toBeUndefined();
      });

      it('keep the images of a run, the first that come', async () => {
        const kept = [
          await opened.expansions.keep(FIRST_RUN, images),
          await opened.expansions.keep(FIRST_RUN, []),
        ];

        expect(kept).toEqual([images, images]);
        expect(await opened.expansions.read(FIRST_RUN)).toEqual(images);
        expect(await opened.expansions.read(SECOND_RUN)).toBeUndefined();
      });

      it('keep the same images for planners at one time', async () => {
        const [one, other] = await Promise.all([
          opened.expansions.keep(FIRST_RUN, images),
          opened.expansions.keep(FIRST_RUN, []),
        ]);

        expect(one).toEqual(other);
      });

      it('keep ten thousand images', async () => {
        const many = Array.from({ length: 10_000 }, () =>
          failedBy(new Error(randomBytes(60).toString('hex')), { source: 'docker.io/many' }),
        );

        await opened.expansions.keep(FIRST_RUN, many);

        expect(await opened.expansions.read(FIRST_RUN)).toEqual(many);
      });

      it('keep the tags of each source, the first that come', async () => {
        const { expansions } = opened;
        await expansions.keepTags(FIRST_RUN, 'docker.io/etcd', ['v1', 'v2']);
        await expansions.keepTags(FIRST_RUN, 'docker.io/etcd', []);
        await expansions.keepTags(FIRST_RUN, 'docker.io/none', []);

        expect(await expansions.readTags(FIRST_RUN, 'docker.io/etcd')).toEqual(['v1', 'v2']);
        expect(await expansions.readTags(FIRST_RUN, 'docker.io/none')).toEqual([]);
        expect(await expansions.readTags(SECOND_RUN, 'docker.io/etcd')).toBeUndefined();
      });
    });

    it('remembers the functions of a service', async () => {
      expect(await opened.services.read()).toBeUndefined();

      for (const planFunction of ['former', 'plan']) {
        await opened.services.keep({ planFunction, region: 'eu-central-1' });
      }

      const record = { planFunction: 'plan', region: 'eu-central-1' };
      expect(await opened.services.read()).toEqual(record);
    });

    describe('pace', () => {
      const reserve = (registry = 'one.example', what = 'manifest-put') =>
        opened.pace.reserve(registry, what, { perSecond: 5, patienceMs: 30_000 });

      it('gives slots one after another', async () => {
        expect([await reserve(), await reserve(), await reserve()]).toEqual([0, 200, 400]);

        clock.advance(300);
        expect(await reserve()).toBe(300);
        clock.advance(10_000);
        expect([await reserve(), await reserve()]).toEqual([0, 200]);
      });

      it('gives each caller another slot among many at a time', async () => {
        const waits = await Promise.all(Array.from({ length: 10 }, () => reserve()));

        expect(waits.toSorted((one, other) => one - other)).toEqual(
          Array.from({ length: 10 }, (_, position) => position * 200),
        );
      });

      it('leaves to others what is further away than a caller would wait', async () => {
        const impatient = () =>
          opened.pace.reserve('one.example', 'manifest-put', { perSecond: 5, patienceMs: 300 });

        expect([await impatient(), await impatient()]).toEqual([0, 200]);
        expect([await impatient(), await impatient(), await reserve()]).toEqual([400, 400, 400]);
        clock.advance(400);
        expect(await impatient()).toBe(200);
      });

      it('keeps registries, and what is asked of them, apart', async () => {
        await reserve();

        expect(await reserve('other.example')).toBe(0);
        expect(await reserve('one.example', 'read')).toBe(0);
      });

      it('reserves nothing for a caller that was aborted', async () => {
        const signal = AbortSignal.abort(new Error('interrupted'));

        const reserved = opened.pace.reserve('one.example', 'manifest-put', {
          perSecond: 5,
          patienceMs: 30_000,
          signal,
        });

        await expect(reserved).rejects.toBe(signal.reason);
        expect(await reserve()).toBe(0);
      });
    });
  });
}
