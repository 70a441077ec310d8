import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { useRegistries } from '../local/embedded-registry/opened-registries.ts';
import { image } from '../support/image-builder.ts';
import { push } from '../support/push.ts';
import { useWorkplace } from '../support/workplace.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

interface Mistake {
  readonly name: string;
  /** Stands in the fourth line, below an image that would be mirrored without it. */
  readonly line: string;
  readonly column: number;
  readonly says: string;
  readonly advises: string;
}

const MISTAKES: readonly Mistake[] = [
  {
    name: 'malformed YAML',
    line: '  - source: "busybox',
    column: 21,
    says: 'not valid YAML: missing closing "quote',
    advises: 'look for a colon, comma, bracket or quote',
  },
  {
    name: 'an unknown key',
    line: '  - sources: busybox:1',
    column: 5,
    says: 'unknown key "sources"',
    advises: 'write source',
  },
  {
    name: 'a digest without a tag',
    line: `  - source: busybox@${DIGEST}`,
    column: 13,
    says: 'has a digest and no tag',
    advises: 'add tag:',
  },
  {
    name: 'an upper-case repository',
    line: '  - source: Team/App:1',
    column: 13,
    says: 'a repository is lower case only',
    advises: 'write team/app',
  },
  {
    name: 'a variable that is not set',
    line: 'registries: { quay.io: { credentials: { token: $NOT_SET } } }',
    column: 48,
    says: 'environment variable NOT_SET is not set',
    advises: 'set NOT_SET',
  },
];

describe('a definition with a mistake', () => {
  const startRegistry = useRegistries();
  const workplace = useWorkplace();
  let source: EmbeddedRegistry;
  let target: EmbeddedRegistry;
  let goodLines: readonly string[];

  beforeEach(async () => {
    source = await startRegistry();
    target = await startRegistry();
    await push(image(), source.url, { repository: 'good', tag: '1' });
    source.clearRequests();
    goodLines = [
      `targetRepoPrefix: ${target.host}/`,
      'images:',
      `  - { source: "${source.host}/good:1", target: good }`,
    ];
  });

  const requests = () => [...source.requests, ...target.requests];

  const write = (lines: readonly string[]) =>
    workplace().write('images.yaml', [...goodLines, ...lines].join('\n'));

  it.each(MISTAKES)('is told as text, with its place: $name', async (mistake) => {
    const { line, column, says, advises } = mistake;
    await write([line]);

    const { exitCode, stdout, stderr } = await workplace().run([]);

    const [told, hint] = stderr.split('\n');
    expect(told).toContain(`images.yaml:4:${column}: `);
    expect(told).toContain(says);
    expect(hint).toMatch(new RegExp(`^  hint: .*${advises}`));
    expect(stdout).toBe('');
    expect(exitCode).toBe(1);
    expect(requests()).toEqual([]);
  });

  it.each(['sync', 'plan', 'validate'])('stops %s, which tells all at once', async (command) => {
    // What is no YAML hides everything else.
    const [, ...mistakes] = MISTAKES;
    await write(mistakes.map(({ line }) => line));

    const { exitCode, stdout } = await workplace().run([command, '--output', 'json']);

    const errors = mistakes.map(({ column, says, advises }, position) => ({
      file: 'images.yaml',
      line: 4 + position,
      column,
      message: expect.stringContaining(says),
      hint: expect.stringContaining(advises),
    }));
    expect(JSON.parse(stdout)).toEqual({ run: null, images: [], errors });
    expect(exitCode).toBe(1);
    expect(requests()).toEqual([]);
  });

  it('is not read past a file that is not there', async () => {
    const { exitCode, stderr } = await workplace().run(['-i', 'absent.yaml']);

    expect(stderr).toContain('absent.yaml:1:1: the file cannot be read');
    expect(stderr).toContain('--images-file');
    expect(exitCode).toBe(1);
  });
});
