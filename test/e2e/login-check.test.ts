import { describe, expect, it } from 'vitest';
import { useRegistries } from '../local/embedded-registry/opened-registries.ts';
import { useCommandMirror } from '../support/command-mirror.ts';
import { untilAsked } from '../support/until-asked.ts';

const RIGHT = { username: 'mirror', password: 'planted-right-password' };
const WRONG = { username: 'mirror', password: 'planted-wrong-password' };

describe('image-syncer login-check', () => {
  const startRegistry = useRegistries();
  const mirror = useCommandMirror();

  /** A definition that takes an image from an open registry to one with a guard, who is told `credentials`. */
  async function define(credentials: object): Promise<string> {
    const guarded = await startRegistry({ authentication: { kind: 'basic', ...RIGHT } });
    const entry = { ...mirror().entry(), target: `${guarded.host}/app` };
    await mirror().define([entry], { registries: { [guarded.host]: { credentials } } });
    return guarded.host;
  }

  it('says where credentials are and that they work', async () => {
    const host = await define(RIGHT);

    const { exitCode, stdout } = await mirror().run(['login-check']);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`^works +${mirror().source.host} +anonymous`, 'm'));
    expect(stdout).toMatch(new RegExp(`^works +${host} +registries\\.`, 'm'));
    expect(stdout).toContain('2 logins, no failure');
    expect(stdout).not.toContain('planted');
  });

  it('fails, and says what to do, where credentials are wrong', async () => {
    const host = await define(WRONG);

    const { exitCode, stdout, stderr } = await mirror().run(['login-check', '--debug']);

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(new RegExp(`^fails +${host} `, 'm'));
    expect(stdout).toContain('hint: ');
    expect(stdout).toContain('2 logins, 1 failure');
    expect(stderr).toMatch(/^debug: GET /m);
    expect(stdout + stderr).not.toContain('planted');
  });

  it('prints a document where JSON is wanted', async () => {
    const host = await define(WRONG);

    const { exitCode, stdout } = await mirror().run(['login-check', '--output', 'json']);

    const { registries, errors } = JSON.parse(stdout);
    const login = {
      registry: host,
      credentials: expect.stringContaining('registries'),
      works: false,
    };
    expect(exitCode).toBe(1);
    expect(errors).toEqual([]);
    expect(registries).toEqual([
      expect.objectContaining({ registry: mirror().source.host, works: true, hint: null }),
      { ...login, message: expect.any(String), hint: expect.any(String) },
    ]);
  });

  it('ends at once when it is interrupted', async () => {
    const { source, workplace } = mirror();
    source.play({ do: { kind: 'stall' } });
    const process = workplace.start(['login-check']);
    await untilAsked(source, 'HEAD', '/v2/');

    process.kill('SIGINT');

    expect((await process.result).exitCode).toBe(130);
  });

  it('prints the mistakes of a definition as a document too', async () => {
    await mirror().workplace.write('images.yaml', 'images: 5');

    const { exitCode, stdout } = await mirror().run(['login-check', '-o', 'json']);

    expect(JSON.parse(stdout)).toEqual({
      registries: [],
      errors: [expect.objectContaining({ file: 'images.yaml', line: 1 })],
    });
    expect(exitCode).toBe(1);
  });
});
