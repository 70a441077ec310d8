import type { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { auditProgram, retryProgram, statusProgram } from '../../lib/cli/ledger-programs.ts';
import type { ProgramContext } from '../../lib/cli/program-context.ts';

/** What is said against a command line of `create`, which must not get as far as being run. */
async function complaint(
  create: (context: ProgramContext) => Command,
  line: string,
): Promise<string> {
  const { stdout, stderr } = process;
  let said = '';
  const program = create({ shell: { argv: [], env: {}, stdout, stderr }, finish: () => {} })
    .exitOverride()
    .configureOutput({ writeErr: (text) => (said += text) });
  await expect(program.parseAsync(line.split(' '), { from: 'user' })).rejects.toThrow();
  return said;
}

describe('statusProgram', () => {
  it.each([
    ['--runs', 'name the record: --table'],
    ['--table t --ledger l', "'--ledger <file>' cannot be used with option '--table <name>'"],
    ['--ledger l --failing --runs', 'cannot be used with option'],
    ['--ledger l --run r --image i', 'cannot be used with option'],
    ['--ledger l --output text', 'Allowed choices are table, json'],
    ['--ledger= --runs', 'Write a value'],
  ])('refuses %s', async (line, said) => {
    expect(await complaint(statusProgram, line)).toContain(said);
  });
});

describe('retryProgram', () => {
  // A variable is meant for whoever can use it; beside --table it is no mistake.
  beforeEach(() => vi.stubEnv('SYNCER_IMAGES_FILE', 'images.yaml'));

  afterEach(() => vi.unstubAllEnvs());

  it.each([
    ['--ledger l', "required option '--failing' not specified"],
    ['--failing', 'name the record: --table'],
    ['--failing --table t --ledger l', "'--ledger <file>' cannot be used with"],
    [
      '--failing --table t -i images.yaml',
      "what is synced and how: leave out '-i, --images-file <file>'\n",
    ],
    ['--failing --table t --force', "leave out '--force'\n"],
  ])('refuses %s', async (line, said) => {
    expect(await complaint(retryProgram, line)).toContain(said);
  });
});

describe('auditProgram', () => {
  it.each([
    ['--strict', 'name the record: --table'],
    ['--table t --ledger l', "'--ledger <file>' cannot be used with option '--table <name>'"],
    ['--ledger l --output table', 'Allowed choices are text, json'],
    ['--ledger l --proc 0', 'Write a whole number from 1 to 256'],
    ['--ledger l --force', "unknown option '--force'"],
  ])('refuses %s', async (line, said) => {
    expect(await complaint(auditProgram, line)).toContain(said);
  });
});
