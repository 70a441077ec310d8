import { expect } from 'vitest';
import { parseBoolean } from '../../lib/cli/options/option-parsers.ts';
import type { Authentication } from '../../lib/local/embedded-registry/authentication.ts';
import { authorizationsOf } from '../support/guarded-mirror.ts';
import type { Variables } from '../support/workplace.ts';
import { describeRows } from './support/describe-rows.ts';
import { KYMA_COMMAND_LINES } from './support/tables.ts';
import { useWorlds, type World } from './support/world.ts';

const startWorld = useWorlds();

const KEY = '{"type":"service_account","private_key":"planted"}';
const JSON_KEY: Authentication = { kind: 'basic', username: '_json_key', password: KEY };
const AS_BASIC = `Basic ${Buffer.from(`_json_key:${KEY}`).toString('base64')}`;
const PREFIX = 'reg.example/m/';
const MIRRORED = { 'm/quay.io/a/b:1': 'a/b:1' };
const TRUE = ['1', 't', 'T', 'TRUE', 'true', 'True'];
const FALSE = ['0', 'f', 'F', 'FALSE', 'false', 'False'];

/** A world with a file `F` of one image, a key file `K`, and a target that may ask for the key. */
async function prepare(authentication?: Authentication): Promise<World> {
  const world = await startWorld({ target: authentication ? { authentication } : {} });
  const images = [{ source: 'quay.io/a/b:1' }];
  await world.workplace.write('F', { targetRepoPrefix: PREFIX, images });
  await world.workplace.write('K', KEY);
  return world;
}

/** Runs a command line and expects the image of `F` at the target, which asks for the key. */
function mirrors(args: readonly string[], env: Variables = {}) {
  return async (): Promise<void> => {
    const world = await prepare(JSON_KEY);

    const { exitCode, stderr } = await world.run(args, env);

    expect(await world.mirrored(), stderr).toEqual(MIRRORED);
    expect(exitCode).toBe(0);
  };
}

/** Runs a command line in which the token is `TOKEN` and expects it to be sent to the target alone. */
function sendsToken(args: readonly string[], env: Variables = {}) {
  return async (): Promise<World> => {
    const world = await prepare();

    const { exitCode } = await world.run(args, env);

    expect(authorizationsOf(world.target)).toEqual(['Bearer TOKEN']);
    expect(authorizationsOf(world.source)).toEqual([undefined]);
    expect(exitCode).toBe(0);
    return world;
  };
}

/** Expects a notice and the run to go on. */
async function expectNotice(args: readonly string[], env: Variables, name: string): Promise<void> {
  const world = await prepare();

  const { exitCode, stderr } = await world.run(['-i', 'F', ...args], env);

  expect(stderr).toContain(`${name} is deprecated`);
  expect(await world.mirrored()).toEqual(MIRRORED);
  expect(exitCode).toBe(0);
}

describeRows(KYMA_COMMAND_LINES, {
  '--images-file F --target-repo-auth-key K --dry-run=true': async (row) => {
    const world = await prepare(JSON_KEY);

    const { exitCode, stdout } = await world.run(row.split(' '));

    expect(stdout).toContain('would copy');
    expect(await world.mirrored()).toEqual({});
    expect(exitCode).toBe(0);
  },

  '-i F -t K': mirrors(['-i', 'F', '-t', 'K']),

  '-i F -a TOKEN -r P/': async () => {
    const world = await sendsToken(['-i', 'F', '-a', 'TOKEN', '-r', 'reg.example/p/'])();

    expect(await world.mirrored()).toEqual({ 'p/quay.io/a/b:1': 'a/b:1' });
  },

  '--debug': async (row) => {
    const world = await prepare();

    const { stderr } = await world.run(['-i', 'F', row]);

    expect(stderr).toContain('debug: HEAD https://quay.io/v2/a/b/manifests/1 200');
  },

  SYNCER_IMAGES_FILE: mirrors(['-t', 'K'], { SYNCER_IMAGES_FILE: 'F' }),

  SYNCER_TARGET_REPO_AUTH_KEY: mirrors(['-i', 'F'], { SYNCER_TARGET_REPO_AUTH_KEY: 'K' }),

  SYNCER_TARGET_REPO_PREFIX: async () => {
    const world = await prepare();

    await world.run(['-i', 'F'], { SYNCER_TARGET_REPO_PREFIX: 'reg.example/p/' });

    expect(await world.mirrored()).toEqual({ 'p/quay.io/a/b:1': 'a/b:1' });
  },

  SYNCER_ACCESS_TOKEN: async () => {
    await sendsToken(['-i', 'F'], { SYNCER_ACCESS_TOKEN: 'TOKEN' })();
  },

  SYNCER_DRY_RUN: async (row) => {
    const world = await prepare();

    const { stdout } = await world.run(['-i', 'F'], { [row]: 'true' });

    expect(stdout).toContain('would copy');
    expect(await world.mirrored()).toEqual({});
  },

  SYNCER_DEBUG: async (row) => {
    const world = await prepare();

    const { stderr } = await world.run(['-i', 'F'], { [row]: 'true' });

    expect(stderr).toContain('debug: HEAD https://quay.io/v2/a/b/manifests/1 200');
  },

  SYNCER_KMS_KEY: (row) => expectNotice([], { [row]: 'k' }, row),

  '--kms-key/-k': async () => {
    await expectNotice(['--kms-key', 'k'], {}, '--kms-key');
    await expectNotice(['-k', 'k'], {}, '--kms-key');
  },

  '--target-key-file': (row) => expectNotice([row, 'k'], {}, row),

  'Booleans 1,t,T,TRUE,true,True,0,f,F,FALSE,false,False; anything else is an error': async () => {
    expect(TRUE.map(parseBoolean)).toEqual(Array(6).fill(true));
    expect(FALSE.map(parseBoolean)).toEqual(Array(6).fill(false));
    const world = await prepare();

    const refused = await world.workplace.run(['-i', 'F'], { SYNCER_DRY_RUN: 'yes' });
    const dry = await world.run(['-i', 'F', '--dry-run=T']);

    expect(refused.stderr).toContain('Write true or false');
    expect([refused.exitCode, dry.exitCode]).toEqual([1, 0]);
    expect(await world.mirrored()).toEqual({});
  },

  'Key file → user _json_key': async () => {
    const world = await prepare(JSON_KEY);

    await world.run(['-i', 'F', '-t', 'K']);

    expect(authorizationsOf(world.target)).toEqual([undefined, AS_BASIC]);
  },

  'token → Bearer': async () => {
    await sendsToken(['-i', 'F', '--access-token', 'TOKEN'])();
  },

  'key file wins': mirrors(['-i', 'F', '-a', 'TOKEN', '-t', 'K']),

  'Digits after -r mean retries, anything else the prefix': async () => {
    const world = await prepare();
    world.source.play({
      times: 2,
      do: { kind: 'status', status: 503 },
    });

    const once = await world.run(['-i', 'F', '-r', '1']);
    const again = await world.run(['-i', 'F', '-r', 'reg.example/p/']);

    expect([once.exitCode, again.exitCode]).toEqual([1, 0]);
    expect(await world.mirrored()).toEqual({ 'p/quay.io/a/b:1': 'a/b:1' });
  },
});
