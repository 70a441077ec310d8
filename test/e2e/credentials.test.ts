import { describe, expect, it } from 'vitest';
import type { Authentication } from '../../lib/local/embedded-registry/authentication.ts';
import { useRegistries } from '../local/embedded-registry/opened-registries.ts';
import {
  authorizationsOf,
  GuardedMirror,
  type Guards,
  IDENTITY_TOKEN,
  PASSWORD,
  TOKEN,
} from '../support/guarded-mirror.ts';
import { useWorkplace, type Variables } from '../support/workplace.ts';

const BASIC: Authentication = { kind: 'basic', username: 'mirror', password: PASSWORD };
const BEARER: Authentication = { kind: 'bearer', username: 'mirror', password: PASSWORD };

describe('credentials', () => {
  const startRegistry = useRegistries();
  const workplace = useWorkplace();

  const start = (guards?: Guards) => GuardedMirror.start(startRegistry, workplace(), guards);

  describe("from docker's config.json", () => {
    const config = (registry: string) => ({
      auths: { [registry]: { auth: Buffer.from(`mirror:${PASSWORD}`).toString('base64') } },
    });

    it.each([
      ['DOCKER_CONFIG', 'elsewhere/config.json', { DOCKER_CONFIG: 'elsewhere' }],
      ['the home', '.docker/config.json', {}],
    ])('are found by %s, and used for the registry that they are for', async (_, file, env) => {
      const mirror = await start({ source: BEARER });
      await workplace().write(file, config(mirror.source.host));

      const { exitCode } = await mirror.run([], env as Variables);

      expect(exitCode).toBe(0);
      expect(await mirror.mirrored()).toEqual(['1']);
      expect(authorizationsOf(mirror.target)).toEqual([undefined]);
    });
  });

  describe('from registries: of the file', () => {
    it.each([
      ['a user name and a password', BASIC, { username: 'mirror', password: PASSWORD }, {}],
      ['the same for tokens', BEARER, { username: 'mirror', password: PASSWORD }, {}],
      [
        'variables',
        BASIC,
        { username: '$THE_USER', password: `\${THE_PASSWORD}` },
        { THE_USER: 'mirror', THE_PASSWORD: PASSWORD },
      ],
      [
        'an identity token',
        { kind: 'bearer', identityToken: IDENTITY_TOKEN },
        { identityToken: IDENTITY_TOKEN },
        {},
      ],
    ] as const)('can be %s', async (_, authentication, credentials, env) => {
      const mirror = await start({ source: authentication });
      await mirror.define({ [mirror.source.host]: { credentials } });

      const { exitCode } = await mirror.run([], env);

      expect(exitCode).toBe(0);
      expect(await mirror.mirrored()).toEqual(['1']);
      expect(authorizationsOf(mirror.target)).toEqual([undefined]);
    });

    it('give way to those of the command line at a target', async () => {
      const mirror = await start();
      await mirror.define({ [mirror.target.host]: { credentials: { token: 'of-the-file' } } });

      await mirror.run(['-a', TOKEN]);

      expect(authorizationsOf(mirror.target)).toEqual([`Bearer ${TOKEN}`]);
    });

    it('are shown in no failure when they are refused', async () => {
      const mirror = await start({ source: { ...BEARER, password: 'another' } });
      await mirror.define({
        [mirror.source.host]: { credentials: { username: 'mirror', password: PASSWORD } },
      });

      const { exitCode, stdout } = await mirror.run();

      expect(exitCode).toBe(1);
      expect(stdout).toContain('refused the credentials');
    });
  });
});
