import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useCommandMirror } from '../support/command-mirror.ts';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /;

describe('--log', () => {
  const mirror = useCommandMirror();

  /** Lines of the log, each without the time that must stand before it. */
  async function logged(): Promise<readonly string[]> {
    const text = await readFile(join(mirror().workplace.folder, 'x.log'), 'utf8');
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => (TIME.test(line) ? line.replace(TIME, '') : `no time: ${line}`));
  }

  it('has the lines and the end of every run', async () => {
    const { source, target } = mirror();

    await mirror().run(['--log', './x.log']);
    await mirror().run(['--log', './x.log']);

    expect(await logged()).toEqual([
      expect.stringContaining(`copied  ${source.host}/app:1 → ${target.host}/app:1  `),
      expect.stringMatching(/^1 image: 1 copied · /),
      expect.stringMatching(/^1 image: 1 unchanged · /),
    ]);
  });

  it('has what kept a run from beginning', async () => {
    await mirror().workplace.write('images.yaml', 'images: 5');

    const { stderr } = await mirror().run(['--log', 'x.log']);

    expect(await logged()).toEqual(stderr.split('\n').slice(0, -1));
  });

  it('has every request where those are shown', async () => {
    const { stderr } = await mirror().run(['--log', 'x.log', '--debug']);

    const requests = (await logged()).filter((line) => line.startsWith('debug: '));
    expect(requests).toEqual(stderr.match(/^debug: .*$/gm));
    expect(requests.length).toBeGreaterThan(3);
  });
});
