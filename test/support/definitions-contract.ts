import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

/** What planners know of definitions and runs, under test, with nothing kept yet. */
export interface DefinitionsUnderTest {
  readonly definitions: DefinitionRecords;
  readonly expansions: Expansions;
  close?(): void | Promise<void>;
}

/** What the ports guarantee that planners have in every home. */
export function definitionsContract(
  name: string,
  open: (clock: Clock) => DefinitionsUnderTest | Promise<DefinitionsUnderTest>,
): void {
  describe(name, () => {
    let opened: DefinitionsUnderTest;

    beforeEach(async () => {
      opened = await open(new ManualClock());
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
  });
}
