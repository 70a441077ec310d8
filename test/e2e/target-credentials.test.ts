import { beforeEach, describe, expect, it } from 'vitest';
import type { Authentication } from '../../lib/local/embedded-registry/authentication.ts';
import { useRegistries } from '../local/embedded-registry/opened-registries.ts';
import {
  authorizationsOf,
  GuardedMirror,
  type Guards,
  KEY,
  TOKEN,
} from '../support/guarded-mirror.ts';
import { useWorkplace } from '../support/workplace.ts';

const JSON_KEY: Authentication = { kind: 'basic', username: '_json_key', password: KEY };
const AS_BASIC = `Basic ${Buffer.from(`_json_key:${KEY}`).toString('base64')}`;

describe('credentials of the command line', () => {
  const startRegistry = useRegistries();
  const workplace = useWorkplace();

  const start = (guards?: Guards) => GuardedMirror.start(startRegistry, workplace(), guards);

  beforeEach(async () => {
    await workplace().write('key.json', KEY);
  });

  it.each([
    ['-t', ['-t', 'key.json'], {}],
    ['--target-repo-auth-key', ['--target-repo-auth-key', 'key.json'], {}],
    ['SYNCER_TARGET_REPO_AUTH_KEY', [], { SYNCER_TARGET_REPO_AUTH_KEY: 'key.json' }],
    ['-t rather than -a', ['-t', 'key.json', '-a', TOKEN], {}],
  ])('are those of the user _json_key by %s', async (_, args, env) => {
    const mirror = await start({ target: JSON_KEY });

    const { exitCode } = await mirror.run(args, env);

    expect(exitCode).toBe(0);
    expect(await mirror.mirrored()).toEqual(['1']);
    expect(authorizationsOf(mirror.target)).toEqual([undefined, AS_BASIC]);
    expect(authorizationsOf(mirror.source)).toEqual([undefined]);
  });

  it.each([
    ['-a', ['-a', TOKEN], {}],
    ['--access-token', [`--access-token=${TOKEN}`], {}],
    ['SYNCER_ACCESS_TOKEN', [], { SYNCER_ACCESS_TOKEN: TOKEN }],
  ])('are a bearer token by %s, which the source never sees', async (_, args, env) => {
    const mirror = await start();

    const { exitCode } = await mirror.run(args, env);

    expect(exitCode).toBe(0);
    expect(authorizationsOf(mirror.target)).toEqual([`Bearer ${TOKEN}`]);
    expect(authorizationsOf(mirror.source)).toEqual([undefined]);
  });

  it('are not asked of a key file that cannot be read', async () => {
    const mirror = await start();

    const { exitCode, stderr } = await workplace().run(['-t', 'absent.json']);

    expect(exitCode).toBe(1);
    expect(stderr).toContain('absent.json');
    expect([...mirror.source.requests, ...mirror.target.requests]).toEqual([]);
  });
});
