import { beforeEach, describe, expect, it } from 'vitest';
import type { CliResult } from '../support/cli-process.ts';
import { useCommandMirror } from '../support/command-mirror.ts';
import { image } from '../support/image-builder.ts';
import { push } from '../support/push.ts';
import { untilAsked } from '../support/until-asked.ts';

const LEDGER = '.image-syncer/ledger.db';

describe('image-syncer audit', () => {
  const mirror = useCommandMirror();

  beforeEach(async () => {
    await mirror().run(['sync']);
  });

  function audit(...args: readonly string[]): Promise<CliResult> {
    return mirror().run(['audit', '--ledger', LEDGER, '--retries', '0', ...args]);
  }

  it('exits 0 where all is as recorded, also when it is strict, and asks for nothing but answers', async () => {
    mirror().source.clearRequests();
    mirror().target.clearRequests();

    const { exitCode, stdout, stderr } = await audit('--strict');

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^1 image, 1 repository with 1 tag · nothing found · /);
    const methods = mirror().requests.map(({ method }) => method);
    expect(methods.length).toBeGreaterThan(0);
    expect(methods.filter((method) => method !== 'GET' && method !== 'HEAD')).toEqual([]);
  });

  it('exits 0 with findings, and 1 where it is strict', async () => {
    const { target } = mirror();
    await push(image({ seed: 2 }), target.url, { repository: 'app', tag: 'by-hand' });

    const [lenient, strict] = [await audit(), await audit('--strict')];

    expect([lenient.exitCode, strict.exitCode]).toEqual([0, 1]);
    for (const { stdout } of [lenient, strict]) {
      expect(stdout).toMatch(new RegExp(`^unexplained +${target.host}/app:by-hand `, 'm'));
    }
  });

  it('exits 1 where it could not look', async () => {
    mirror().source.play({ path: /\/app\//, do: { kind: 'status', status: 403 } });

    const { exitCode, stdout } = await audit('--output', 'json');

    const { findings, errors } = JSON.parse(stdout);
    expect({ exitCode, findings }).toEqual({ exitCode: 1, findings: [] });
    expect(errors).toMatchObject([{ kind: 'auth', side: 'source' }]);
  });

  it.each([
    ['a ledger that is not there', ['--ledger', 'none.db'], 'the ledger none.db does not exist'],
    ['a definition that is not there', ['-i', 'none.yaml'], 'none.yaml'],
  ])('ends with what is wrong with %s, before anything is asked', async (_, args, message) => {
    mirror().source.clearRequests();
    mirror().target.clearRequests();

    const { exitCode, stdout, stderr } = await audit('--output', 'json', ...args);

    expect(exitCode).toBe(1);
    expect(stderr).toContain(message);
    expect(JSON.parse(stdout)).toEqual({
      audit: null,
      findings: [],
      errors: [expect.objectContaining({ message: expect.stringContaining(message) })],
    });
    expect(mirror().requests).toEqual([]);
  });

  it('ends when it is told to', async () => {
    mirror().source.play({ method: 'HEAD', path: /\/app\//, do: { kind: 'stall' } });
    mirror().source.clearRequests();

    const auditing = mirror().workplace.start(['audit', '--ledger', LEDGER]);
    await untilAsked(mirror().source, 'HEAD', '/app/');
    auditing.kill('SIGTERM');

    const { exitCode, stdout, stderr } = await auditing.result;
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' });
    expect(stderr).toContain('interrupted');
  });
});
