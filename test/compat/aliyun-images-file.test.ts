import { expect } from 'vitest';
import { useRegistries } from '../local/embedded-registry/opened-registries.ts';
import { countAsked } from '../support/asked.ts';
import { listTags } from '../support/list-tags.ts';
import { store } from '../support/store.ts';
import type { Variables } from '../support/workplace.ts';
import { describeRows } from './support/describe-rows.ts';
import { acceptedAs, digestsIn, refusedWith } from './support/parsing.ts';
import { ALIYUN_IMAGES } from './support/tables.ts';
import { UPSTREAM, upstream, upstreamDigest } from './support/upstream.ts';
import { useWorlds, type WorldOptions } from './support/world.ts';

const startWorld = useWorlds();
const startRegistry = useRegistries();

/** Tags of `acme/api`, by the names that they get in the mirror. */
const ALL_TAGS = Object.fromEntries(
  UPSTREAM.filter((name) => name.startsWith('acme/api:')).map((name) => [
    name.replace('acme', 'm'),
    name,
  ]),
);

const LOGIN = { username: 'hub-user', password: 'hub-pass' };
const GUARDED: WorldOptions = { source: { authentication: { kind: 'basic', ...LOGIN } } };

/** Runs the row as a file and expects these images of upstream under these names at the target, and no others. */
function mirrors(mirrored: Readonly<Record<string, string>>, env: Variables = {}) {
  return async (row: string): Promise<void> => {
    const world = await startWorld({ source: { pageSize: 2 } });

    const result = await world.sync({ images: digestsIn(row) }, [], env);

    expect(result).toMatchObject({ exitCode: 0, errors: [] });
    expect(result.mirrored).toEqual(mirrored);
  };
}

/** The same, where Docker Hub asks for a login that the auth file has for `docker.io`. */
function mirrorsFromHub(mirrored: Readonly<Record<string, string>>) {
  return async (images: string): Promise<void> => {
    const world = await startWorld(GUARDED);

    const result = await world.sync({ images, auth: { 'docker.io': LOGIN } });

    expect(result).toMatchObject({ exitCode: 0, errors: [] });
    expect(result.mirrored).toEqual(mirrored);
  };
}

describeRows(ALIYUN_IMAGES, {
  'quay.io/acme/api: reg.example/m/api': mirrors(ALL_TAGS),

  'quay.io/acme/api:v1: reg.example/m/api': mirrors({ 'm/api:v1': 'acme/api:v1' }),

  'quay.io/acme/api:v1: reg.example/m/api:stable': mirrors({ 'm/api:stable': 'acme/api:v1' }),

  'quay.io/acme/api:v1,v2: reg.example/m/api': async (row) => {
    const both = { 'm/api:v1': 'acme/api:v1', 'm/api:v2': 'acme/api:v2' };
    await mirrors(both)(row);
    await mirrors(both)('"quay.io/acme/api:v1, v2": reg.example/m/api');
  },

  'quay.io/acme/api:v1,v2: reg.example/m/api:a,b': mirrors({
    'm/api:a': 'acme/api:v1',
    'm/api:b': 'acme/api:v2',
  }),

  'quay.io/acme/api:v1,v2: reg.example/m/api:a': refusedWith([
    { column: 25, message: /has 1 tag for 2 images/, hint: /as many tags on both sides/ },
  ]),

  'quay.io/acme/api: reg.example/m/api:one': refusedWith([
    { column: 19, message: /one image for many tags/, hint: /name the tags of the source/ },
  ]),

  'quay.io/acme/api@sha256:<64hex>: reg.example/m/api': mirrors({ 'm/api@': 'acme/api:v1' }),

  'quay.io/acme/api@sha256:<64hex>: reg.example/m/api:v1': mirrors({ 'm/api:v1': 'acme/api:v1' }),

  'quay.io/acme/api@sha256:<64hex>: reg.example/m/api@sha256:<same>': async (row) => {
    await mirrors({ 'm/api@': 'acme/api:v1' })(row);
    refusedWith([{ message: /another digest than its source/ }])(
      row.replace('<same>', 'b'.repeat(64)),
    );
  },

  'quay.io/acme/api:v1@sha256:<64hex>: reg.example/m/api': async (row) => {
    await mirrors({ 'm/api:v1': 'acme/api:v1' })(row);

    const world = await startWorld();
    await world.publish('acme/api:v1', upstream('acme/api:v2'));
    const { exitCode, mirrored, report } = await world.sync({ images: digestsIn(row) });

    expect(mirrored).toEqual({ 'm/api:v1': 'acme/api:v1' });
    expect(report.images).toMatchObject([
      { warnings: [expect.stringContaining(upstreamDigest('acme/api:v2'))] },
    ]);
    expect(exitCode).toBe(0);
  },

  'quay.io/acme/api@sha256:<64hex>,v2: …': refusedWith([
    { column: 1, message: /lists a digest among others/, hint: /an entry of its own/ },
  ]),

  'quay.io/acme/api:/^v1\\.\\d+$/: reg.example/m/api': async (row) => {
    const two = { 'm/api:v1.0': 'acme/api:v1.0', 'm/api:v1.10': 'acme/api:v1.10' };
    await mirrors(two)(row);
    await mirrors({ ...two, 'm/api:v1.0-rc': 'acme/api:v1.0-rc' })(row.replace('$/', '/'));

    const world = await startWorld();
    const { exitCode, report } = await world.sync({ images: row.replace('v1', 'v9') });

    expect(report.images).toMatchObject([
      { status: 'failed', target: null, error: { code: 'EMPTY_SELECTION' } },
    ]);
    expect(exitCode).toBe(1);
  },

  'quay.io/acme/api:/v[/: … , quay.io/acme/api:/v1: …': () => {
    refusedWith([{ message: /cannot be used: .*missing closing/, hint: /RE2/ }])(
      'quay.io/acme/api:/v[/: …',
    );
    refusedWith([{ message: /is not a regular expression/, hint: /between two slashes/ }])(
      'quay.io/acme/api:/v1: …',
    );
  },

  'redis: reg.example/m/redis': mirrorsFromHub({
    'm/redis:6': 'library/redis:6',
    'm/redis:7': 'library/redis:7',
  }),

  'redis:7: reg.example/m/redis': mirrors({ 'm/redis:7': 'library/redis:7' }),

  'acme/api:/^2/: reg.example/m/api': mirrorsFromHub({
    'm/api:2.0': 'acme/api:2.0',
    'm/api:2.1': 'acme/api:2.1',
  }),

  'localhost:5000/a/b:1: localhost:5001/a/b': async (row) => {
    const world = await startWorld();
    const [source, target] = [await startRegistry(), await startRegistry()];
    await store(upstream('a/b:1'), source.storage, { repository: 'a/b', tag: '1' });

    const images = row.replace('5000', source.url.port).replace('5001', target.url.port);
    const result = await world.sync({ images });

    expect(result).toMatchObject({ exitCode: 0, errors: [] });
    expect(await listTags(target.url, 'a/b')).toEqual(['1']);
  },

  'x:1: [reg1.example/x, reg2.example/x:9]': async (row) => {
    const world = await startWorld();

    const result = await world.sync({ images: row });

    expect(result).toMatchObject({ exitCode: 0, errors: [] });
    expect(result.mirrored).toEqual({ 'x:1': 'library/x:1', 'x:9': 'library/x:1' });
    const written = world.target.requests.filter(({ method }) => method === 'PUT');
    expect(new Set(written.map(({ headers }) => headers.host))).toEqual(
      new Set(['reg1.example', 'reg2.example']),
    );
    const read = upstream('library/x:1').manifests.length;
    expect(countAsked(world.source, 'GET', /\/manifests\//)).toBe(read);
  },

  'x:1: [r.example/x, r.example/x]': async (row) => {
    const world = await startWorld();

    const { statuses, stderr } = await world.sync({ images: row });

    expect(statuses).toEqual(['copied']);
    expect(stderr).not.toContain('warning');
  },

  [`x:1: "r.example/\${NS}/x"`]: async (row: string) => {
    await mirrors({ 'team/x:1': 'library/x:1' }, { NS: 'team' })(row);
    refusedWith([{ column: 6, message: /^environment variable NS is not set$/ }])(row);
  },

  'x:1: "", x:1: [], x:1: 5, x:1: {a: b}': () => {
    refusedWith([{ column: 6, message: /empty target/ }])('x:1: ""');
    refusedWith([{ column: 6, message: /an empty list/ }])('x:1: []');
    refusedWith([{ column: 6, message: /a number/ }])('x:1: 5');
    refusedWith([{ column: 6, message: /a map/ }])('x:1: {a: b}');
  },

  'same key twice': () => {
    refusedWith([{ line: 2, column: 1, message: /stands twice, first in line 1/ }])(
      'x:1: r.example/x\nx:1: r.example/y\n',
    );
  },

  'hub.docker.com/_/mysql: …': refusedWith([
    { message: /hub\.docker\.com is Docker Hub's web site/, hint: /docker\.io\/library\/NAME/ },
  ]),

  'Acme/Api:1: …': refusedWith([{ message: /lower case only/, hint: /write acme\/api/ }]),

  'combined file {"auth": {...}, "images": {...}} via --config': async () => {
    const world = await startWorld(GUARDED);
    await world.workplace.write('config.yaml', {
      auth: { 'quay.io': { username: '$THE_USER', password: `\${THE_PASS}` } },
      images: { 'quay.io/acme/api:v1': 'reg.example/m/api' },
    });

    const env = { THE_USER: LOGIN.username, THE_PASS: LOGIN.password };
    const { exitCode } = await world.report(['--config', 'config.yaml'], env);

    expect(await world.mirrored()).toEqual({ 'm/api:v1': 'acme/api:v1' });
    expect(exitCode).toBe(0);
  },

  'file suffix .yml, .yaml, .json': () => {
    const yaml = 'x:1: r.example/x';
    for (const file of ['images.yml', 'images.yaml']) acceptedAs(yaml, { file });
    acceptedAs('{"x:1": "r.example/x"}', { file: 'images.json' });
    for (const file of ['images.txt', 'images']) {
      refusedWith([{ line: 1, message: /\.yml, \.yaml or \.json/ }], { file })(yaml);
    }
  },
});
