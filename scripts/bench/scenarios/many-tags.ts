import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Figures } from '../figures.ts';
import { startFilledRegistry } from '../filled/start-filled-registry.ts';
import { atMost, ratioOf } from '../goals.ts';
import { measure } from '../measure.ts';
import type { Scenario } from '../scenario.ts';
import { takeTurns } from '../take-turns.ts';

const MANY_TAGS = 20_000;
const FEW_TAGS = 2_000;

const [MANY, FEW] = [`${MANY_TAGS} tags`, `${FEW_TAGS} tags`];

const IMAGE_SYNCER = join(import.meta.dirname, '../../../dist/image-syncer.js');

/** What it takes to select from a repository that has more tags than nearly all have. */
export const manyTags: Scenario = {
  name: 'many-tags',
  title: 'a plan of the newest versions and of some nightly builds of one repository',
  neededBytes: () => 0,
  run: async (folder, { runs }) => {
    const subjects = await takeTurns(
      [
        { name: MANY, run: () => planFrom(MANY_TAGS, folder) },
        { name: FEW, run: () => planFrom(FEW_TAGS, folder) },
      ],
      runs,
    );
    const growth = ratioOf(subjects, [MANY, FEW], 'peakBytes');
    return { subjects, goals: [atMost(`peak, ${MANY} / ${FEW}`, 1.2, growth)] };
  },
};

async function planFrom(count: number, folder: string): Promise<Figures> {
  const repository = 'team/app';
  const registry = await startFilledRegistry({ kind: 'tags', repository, tags: tagsOf(count) });
  try {
    const definition = join(folder, 'images.yaml');
    await writeFile(definition, definitionOf(`${registry.host}/${repository}`, registry.host));
    const args = ['-i', definition, '--ledger', join(folder, 'ledger.db'), '--no-bytes'];
    return await measure(
      { program: process.execPath, args: [IMAGE_SYNCER, 'plan', ...args] },
      folder,
    );
  } finally {
    await registry.stop();
  }
}

/** A quarter of them nightly builds, all others versions. */
function tagsOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_, position) =>
    position % 4 === 0
      ? `nightly-${20_260_000 + position}`
      : `${Math.floor(position / 1000)}.${Math.floor(position / 10) % 100}.${position % 10}`,
  );
}

function definitionOf(source: string, target: string): string {
  return [
    `targetRepoPrefix: ${target}/mirror/`,
    'images:',
    `  - { source: ${source}, target: app, tags: { semver: ">=1", exclude: ["/-rc/"], latest: 5 } }`,
    `  - { source: ${source}, target: app, tags: { include: ["/^nightly-202600[0-9]4$/"] } }`,
    '',
  ].join('\n');
}
