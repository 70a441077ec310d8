import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plan, type SyncEvent, sync } from '../../lib/library/index.ts';
import { asked } from '../support/asked.ts';
import { digestOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { untilAsked } from '../support/until-asked.ts';
import { manifestOf, publish, useLibraryHome } from './images.ts';

const BUILT = image();

describe('sync and plan', () => {
  const home = useLibraryHome();

  const definition = (tags: readonly string[] = ['1']) =>
    JSON.stringify({
      images: tags.map((tag) => ({
        source: `${home().source.host}/app:${tag}`,
        target: `${home().target.host}/app:${tag}`,
      })),
    });

  it('make the targets of a text what it says, and report it', async () => {
    await publish(BUILT, home().source);
    const events: SyncEvent['type'][] = [];
    const listener = ({ type }: SyncEvent) => events.push(type);

    const report = await sync({ text: definition(), ...home().quiet, listener });

    expect(report).toMatchObject({
      run: { state: 'completed', dryRun: false, counts: { copied: 1 } },
      images: [{ status: 'copied', targetDigest: digestOf(BUILT) }],
      warnings: [],
    });
    expect(await manifestOf(home().target)).toEqual(Buffer.from(BUILT.root.bytes));
    expect(events).toContain('finished');
  });

  it('read a file, and put a prefix before what has no host', async () => {
    await publish(BUILT, home().source);
    const file = join(home().quiet.environment.HOME, 'images.yaml');
    const images = [{ source: `${home().source.host}/app:1`, target: 'app' }];
    await writeFile(file, JSON.stringify({ images }));

    const prefix = { targetRepoPrefix: `${home().target.host}/` };
    const { images: outcomes } = await plan({ file, ...home().quiet, ...prefix });

    expect(outcomes).toMatchObject([{ target: `${home().target.host}/app:1`, status: 'copied' }]);
  });

  it('write nothing when only a plan is made', async () => {
    const { quiet, ledgerFile, target } = home();
    await publish(BUILT, home().source);

    const { run, images } = await plan({ text: definition(), ...quiet, ledgerFile });

    expect(run).toMatchObject({ dryRun: true, counts: { copied: 1 } });
    expect(images[0]?.bytes.uploaded).toBeGreaterThan(0);
    expect(asked(target).filter((request) => !/^(?:GET|HEAD) /.test(request))).toEqual([]);
    expect(existsSync(ledgerFile)).toBe(false);
  });

  it('keep a ledger only where one is named', async () => {
    const { quiet, ledgerFile } = home();
    await publish(BUILT, home().source);

    await sync({ text: definition(), ...quiet });
    expect(existsSync(ledgerFile)).toBe(false);

    await sync({ text: definition(), ...quiet, ledgerFile });
    expect(existsSync(ledgerFile)).toBe(true);
  });

  it('tell of failed images in the report, and of a wrong definition by rejecting', async () => {
    const { images } = await sync({ text: definition(['missing']), ...home().quiet });
    expect(images).toMatchObject([{ status: 'failed', error: { code: 'NOT_FOUND' } }]);

    await expect(sync({ text: 'images: 5', ...home().quiet })).rejects.toMatchObject({
      name: 'DefinitionError',
      problems: [{ file: 'the definition', line: 1 }],
    });
  });

  it('pass on what is doubtful in a definition', async () => {
    await publish(BUILT, home().source);
    const text = JSON.stringify({ ...JSON.parse(definition()), sign: true });

    const { warnings } = await plan({ text, ...home().quiet });

    expect(warnings).toHaveLength(1);
  });

  it('report what was interrupted', async () => {
    const abort = new AbortController();
    await publish(BUILT, home().source);
    home().source.play({ path: /\/manifests\//, do: { kind: 'stall' } });
    const text = definition(['1', '2', '3']);
    const running = sync({ text, ...home().quiet, workers: 1, signal: abort.signal });
    await untilAsked(home().source, 'HEAD', '/manifests/');

    abort.abort(new Error('enough'));

    const { images } = await running;
    expect(images.map(({ status, error }) => [status, error?.code])).toEqual(
      Array.from({ length: 3 }, () => ['failed', 'INTERRUPTED']),
    );
  });
});
