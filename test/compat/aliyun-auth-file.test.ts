import { expect } from 'vitest';
import type { Authentication } from '../../lib/local/embedded-registry/authentication.ts';
import { problemsOf } from '../definition/read.ts';
import { useRegistries } from '../local/embedded-registry/opened-registries.ts';
import { authorizationsOf } from '../support/guarded-mirror.ts';
import { listTags } from '../support/list-tags.ts';
import { store } from '../support/store.ts';
import { selfSigned, startTlsFront } from '../support/tls-front.ts';
import type { Variables } from '../support/workplace.ts';
import { describeRows } from './support/describe-rows.ts';
import { googleKey, useTokenService } from './support/google.ts';
import { ALIYUN_AUTH } from './support/tables.ts';
import { upstream } from './support/upstream.ts';
import { useWorlds, type World } from './support/world.ts';

const startWorld = useWorlds();
const startRegistry = useRegistries();
const startTokenService = useTokenService();

const RIGHT = { username: 'u', password: 'p' };
const WRONG = { username: 'u', password: 'of-somebody-else' };
const API = 'quay.io/acme/api:v1: reg.example/m/api';

function basic(username = RIGHT.username, password = RIGHT.password): Authentication {
  return { kind: 'basic', username, password };
}

/** Mirrors with these logins from a source that takes `u` and `p` alone, or another login. */
function logsInWith(auth: object, images = API, guard = basic(), env: Variables = {}) {
  return async (): Promise<void> => {
    const world = await startWorld({ source: { authentication: guard } });

    const result = await world.sync({ images, auth }, [], env);

    expect(result).toMatchObject({ exitCode: 0, errors: [], statuses: ['copied'] });
    expect(authorizationsOf(world.target)).toEqual([undefined]);
  };
}

/** Logs in at the target, by a name and a password as they stand in JSON. */
async function expectLiteral(host: string, login: { username: string; password: string }) {
  const world = await startWorld({ target: { authentication: { kind: 'basic', ...login } } });

  const written = { ...login, password: login.password.replace(/^\$/, '\\$') };
  const images = `quay.io/acme/api:v1: ${host}/m/api`;
  const result = await world.sync({ images, auth: { [host]: written } });

  expect(result).toMatchObject({ exitCode: 0, errors: [], statuses: ['copied'] });
}

/** A run from plain storage to `localhost:5000`, which is `host` here. */
async function syncToLocal(world: World, host: string) {
  const images = `quay.io/acme/api:v1: ${host}/m/api`;
  return await world.sync({ images, auth: { [host]: { insecure: true } } });
}

describeRows(ALIYUN_AUTH, {
  'quay.io: {username: u, password: p}': async () => {
    await logsInWith({ 'quay.io': RIGHT })();
    await logsInWith({ 'quay.io': RIGHT }, 'quay.io/a/b:1: reg.example/b')();
  },

  'quay.io/acme: {…} with quay.io: {…}': async () => {
    await logsInWith({ 'quay.io/acme': RIGHT, 'quay.io': WRONG })();
    await logsInWith({ 'quay.io': WRONG, 'quay.io/acme': RIGHT })();
  },

  'quay.io/acme/api: {…} (exact repo)': logsInWith({
    'quay.io/acme/api': RIGHT,
    'quay.io/acme': WRONG,
  }),

  'quay.io/acme/: {…}': logsInWith({ 'quay.io/acme/': RIGHT, 'quay.io': WRONG }),

  '"localhost:5000": {insecure: true}': async () => {
    const world = await startWorld();
    const local = await startRegistry();
    const front = await startTlsFront(local.url, await selfSigned('DNS:localhost'));
    try {
      const ports = [front.host.split(':')[1], local.url.port];
      for (const port of ports) {
        const result = await syncToLocal(world, `localhost:${port}`);
        expect(result).toMatchObject({ exitCode: 0, errors: [] });
      }
    } finally {
      await front.close();
    }
    expect(authorizationsOf(local)).toEqual([undefined]);
    expect(await listTags(local.url, 'm/api')).toEqual(['v1']);
  },

  [`docker.io: {username: "\${DH_USER}", password: "$DH_PASS"}`]: logsInWith(
    { 'docker.io': { username: `\${DH_USER}`, password: '$DH_PASS' } },
    'redis:7: reg.example/m/redis',
    basic('hub-user', 'hub-pass'),
    { DH_USER: 'hub-user', DH_PASS: 'hub-pass' },
  ),

  'harbor.example: {username: "robot$ci", password: "pa$$w"}': async () => {
    await expectLiteral('harbor.example', { username: 'robot$ci', password: 'pa$$w' });
    await expectLiteral('harbor.example', { username: 'robot$ci', password: '$HOME' });
  },

  'eu.gcr.io: {username: _oauth2_, password: <base64 of service account JSON>}': async () => {
    const service = await startTokenService('access-token');
    const authentication = basic('oauth2accesstoken', 'access-token');
    const world = await startWorld({ source: { authentication } });
    const open = await startRegistry();
    await store(upstream('a/b:1'), open.storage, { repository: 'a/b', tag: '1' });
    const password = Buffer.from(googleKey(service.url)).toString('base64');
    const login = { username: '_oauth2_', password };

    const images = {
      'eu.gcr.io/acme/api:v1': ['gcr.io/m/api', 'europe-docker.pkg.dev/p/api'],
      [`${open.host}/a/b:1`]: 'gcr.io/a/c',
    };
    const hosts = ['eu.gcr.io', 'gcr.io', 'europe-docker.pkg.dev'];
    const auth = Object.fromEntries(hosts.map((host) => [host, login]));
    const result = await world.sync({ images, auth });

    expect(result).toMatchObject({ exitCode: 0, errors: [], statuses: Array(3).fill('copied') });
    expect(service.grants).toContain('urn:ietf:params:oauth:grant-type:jwt-bearer');
  },

  [`gcr.io: {username: _json_key, password: '{"type":"service_account",…}'}`]: async () => {
    const password = '{"type":"service_account","private_key":"k"}';
    const auth = { 'gcr.io': { username: '_json_key', password } };
    const images = 'gcr.io/acme/api:v1: reg.example/m/api';
    await logsInWith(auth, images, basic('_json_key', password))();
  },

  'xxx.azurecr.io/: {…}': logsInWith(
    { 'xxx.azurecr.io/': RIGHT },
    'xxx.azurecr.io/acme/api:v1: reg.example/m/api',
  ),

  'only username': () => {
    const problems = problemsOf(API, {
      auth: { text: 'quay.io: {username: u}', file: 'auth.yaml' },
    });

    expect(problems).toEqual([
      [1, 10, 'password is missing', 'write username and password together, or neither'],
    ]);
  },

  'no auth file': async () => {
    const open = await startWorld();
    const result = await open.sync({ images: API });
    expect(result).toMatchObject({ exitCode: 0, errors: [] });
    expect(authorizationsOf(open.source)).toEqual([undefined]);

    const guarded = await startWorld({ source: { authentication: basic() } });
    const auth = Buffer.from('u:p').toString('base64');
    await guarded.workplace.write('.docker/config.json', { auths: { 'quay.io': { auth } } });
    expect(await guarded.sync({ images: API })).toMatchObject({ exitCode: 0, errors: [] });
  },
});
