import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../compat/support/run-command.ts';

const HOSTILE = '\u001b[31mx\u0007\ny';
const SHOWN = '\\u001b[31mx\\u0007\\u000ay';

async function stderrOf(args: readonly string[], env: Record<string, string> = {}) {
  return (await runCommand(args, { folder: tmpdir(), env })).stderr;
}

describe('a wrong command line', () => {
  it.each([
    ['an unknown command', [HOSTILE], `error: unknown command '${SHOWN}'\n`],
    ['an unknown option', [`--${HOSTILE}`], `error: unknown option '--${SHOWN}'\n`],
    [
      'an unknown option of a command',
      ['copy', `--${HOSTILE}`],
      `error: unknown option '--${SHOWN}'\n`,
    ],
  ])('is told with controls as escapes: %s', async (_what, args, expected) => {
    const stderr = await stderrOf(args);

    expect(stderr).toBe(expected);
  });

  it('is told with controls as escapes: a choice that there is not', async () => {
    const stderr = await stderrOf(['sync', '--on-conflict', HOSTILE]);

    expect(stderr).toMatch(/^error: option '--on-conflict <policy>' .*\n$/);
    expect(stderr).toContain(`'${SHOWN}'`);
  });

  it('is told with controls as escapes: a variable', async () => {
    const stderr = await stderrOf(['sync'], { SYNCER_DRY_RUN: HOSTILE });

    expect(stderr).toMatch(/^error: .*SYNCER_DRY_RUN.*\n$/);
    expect(stderr).toContain(SHOWN);
  });

  it('has the word that is meant on a line of its own', async () => {
    const stderr = await stderrOf(['sync', '--dryrun']);

    expect(stderr).toBe("error: unknown option '--dryrun'\n(Did you mean --dry-run?)\n");
  });
});
