import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createForesee } from '../../../lib/aws/planner/foresee.ts';
import { parseDefinition } from '../../../lib/definition/parse.ts';
import { image } from '../../support/image-builder.ts';
import { type Mirror, startMirror, wasWritten } from '../../support/mirror.ts';

const NAME = 's3://bucket/images.yaml';
const HOUR = 3_600_000;

describe('createForesee', () => {
  let mirror: Mirror;
  let text: string | undefined;

  beforeEach(async () => {
    mirror = await startMirror();
    await mirror.publish(image(), 'app', '1');
    await mirror.publish(image(), 'app', '2');
    await mirror.occupy(image(), 'mirror/app', '1');
    text = definition('  - { source: SOURCE/app, tags: ["*"], target: TARGET/mirror/app }');
  });

  afterEach(() => mirror.end());

  function definition(...lines: readonly string[]): string {
    const images = lines.map((line) =>
      line.replace('SOURCE', mirror.source.host).replace('TARGET', mirror.target.host),
    );
    return ['images:', ...images].join('\n');
  }

  function foresee(call: object = {}, ms = HOUR): Promise<object> {
    const answer = createForesee({
      source: { name: NAME, read: async () => text },
      parse: (given, file) => parseDefinition(given, { file, environment: {} }),
      begin: () => mirror.dependencies(),
    });
    return answer({ kind: 'dry-run', ...call }, { untilMs: mirror.clock.now() + ms });
  }

  it('answers with the document of a run, and writes nothing', async () => {
    const document = await foresee();

    expect(document).toMatchObject({
      run: { dryRun: true, counts: { copied: 1, unchanged: 1, failed: 0 } },
      images: [
        { target: `${mirror.target.host}/mirror/app:1`, status: 'unchanged' },
        { target: `${mirror.target.host}/mirror/app:2`, status: 'copied' },
      ],
      errors: [],
    });
    expect(wasWritten(mirror.target)).toBe(false);
    expect(await mirror.ledger.listRuns({ limit: 1 })).toEqual([]);
    expect(mirror.clock.sleepers).toBe(0);
  });

  it('looks at what is named', async () => {
    expect(await foresee({ only: ['*/app:2'] })).toMatchObject({ images: [{ status: 'copied' }] });
  });

  it('looks at a definition that is given in place of the one in force', async () => {
    const given = definition('  - { source: "SOURCE/app:1", target: "TARGET/mirror/other:1" }');

    expect(await foresee({ definition: given })).toMatchObject({
      images: [{ target: `${mirror.target.host}/mirror/other:1`, status: 'copied' }],
    });
  });

  it.each([
    ['is gone', {}, { file: NAME, line: 1, column: 1 }],
    ['is broken', { definition: 'images: 7' }, { file: 'definition', line: 1, column: 9 }],
  ])('tells what is wrong with a definition that %s', async (_, call, problem) => {
    text = undefined;

    expect(await foresee(call)).toMatchObject({ run: null, images: [], errors: [problem] });
  });

  it('says of what it had no time for that it was interrupted', async () => {
    expect(await foresee({}, 0)).toMatchObject({
      run: { counts: { failed: 1 } },
      images: [{ status: 'failed', error: { code: 'INTERRUPTED' } }],
    });
  });
});
