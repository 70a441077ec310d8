import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parse } from 'yaml';
import type { Built } from '../support/built.ts';
import { digestOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { describeRows } from './support/describe-rows.ts';
import { ALIYUN_COMMAND_LINES } from './support/tables.ts';
import { multiPlatform, upstreamDigest } from './support/upstream.ts';
import { useWorlds, type World } from './support/world.ts';

const startWorld = useWorlds();

const API = { 'quay.io/acme/api:v1': 'reg.example/m/api' };
const LOGIN = { username: 'u', password: 'p' };
const WINDOWS = ['windows/amd64:10.0.17763.5329', 'windows/amd64:10.0.20348.2700'];

function platforms(...names: readonly string[]): Built {
  const options = { layers: 1, layerBytes: 100 } as const;
  return index(names.map((platform) => image({ ...options, platform })));
}

const MULTI = platforms(
  ...['linux/amd64', 'linux/arm/v6', 'linux/arm/v7', 'linux/arm64/v8', 'linux/s390x'],
  ...WINDOWS,
);

/** Expects the row's flags to keep these platforms of an OCI index, and the target to have no others. */
function keeps(...expected: readonly string[]) {
  return async (row: string): Promise<void> => {
    const world = await startWorld();
    await world.publish('acme/api:v1', MULTI);

    const { exitCode, report } = await world.sync({ images: API }, row.split(' '));

    expect(report.images).toMatchObject([{ status: 'copied', error: null, platforms: expected }]);
    const pushed = await world.target.storage.listManifests('m/api');
    expect(pushed).toHaveLength(expected.length + 1);
    expect(exitCode).toBe(0);
  };
}

/** Expects a notice that the flag or variable is out of use, and the run to go on. */
async function expectNotice(args: readonly string[], name: string, env = {}): Promise<void> {
  const world = await startWorld();

  const { exitCode, stderr } = await world.sync({ images: API }, args, env);

  expect(stderr).toContain(`${name} is deprecated`);
  expect(exitCode).toBe(0);
}

/** Runs with an empty destination for `acme/api:v1` and expects it filled. */
async function expectFilled(args: readonly string[], env = {}): Promise<void> {
  const world = await startWorld();

  const result = await world.sync({ images: { 'quay.io/acme/api:v1': '' } }, args, env);

  expect(result.mirrored).toEqual({ 'n/api:v1': 'acme/api:v1' });
  expect(result.stderr.match(/is deprecated/g)).toHaveLength(2);
}

function fileOf({ workplace }: World, name: string): Promise<string> {
  return readFile(join(workplace.folder, name), 'utf8');
}

describeRows(ALIYUN_COMMAND_LINES, {
  '--proc=6 --auth=./auth.json --images=./images.json --retries=3': async (row) => {
    const world = await startWorld({ source: { authentication: { kind: 'basic', ...LOGIN } } });
    await world.workplace.write('auth.json', { 'quay.io': LOGIN });
    await world.workplace.write('images.json', API);

    const { exitCode } = await world.run(row.split(' '));

    expect(await world.mirrored()).toEqual({ 'm/api:v1': 'acme/api:v1' });
    expect(exitCode).toBe(0);
  },

  '-p 6 -r 3': async (row) => {
    const world = await startWorld();
    world.source.play({
      path: /\/manifests\/v1$/,
      do: { kind: 'status', status: 429, headers: { 'Retry-After': '0' } },
    });

    const { exitCode } = await world.sync({ images: API }, row.split(' '));

    expect(world.source.requests).toHaveLength(4);
    expect(exitCode).toBe(1);
  },

  '--os linux --arch amd64 --arch arm64': keeps('linux/amd64', 'linux/arm64/v8'),

  '--arch arm:v7': keeps('linux/arm/v7'),

  '--arch amd64,arm64': keeps('linux/amd64', 'linux/arm64/v8', ...WINDOWS),

  '--os windows:10.0.17763.5329': keeps('windows/amd64:10.0.17763.5329'),

  '--force': async (row) => {
    const world = await startWorld();
    await world.publish('m/api:v1', multiPlatform(99), 'target');

    const { report, mirrored } = await world.sync({ images: API }, [row, '--on-conflict', 'fail']);

    expect(mirrored).toMatchObject({ 'm/api:v1': 'acme/api:v1' });
    expect(report.images).toMatchObject([{ previousDigest: digestOf(multiPlatform(99)) }]);
  },

  '--log ./x.log': async (row) => {
    const world = await startWorld();

    await world.sync({ images: API }, row.split(' '));

    expect(await fileOf(world, 'x.log')).toContain('reg.example/m/api:v1');
  },

  '--output-success-images ok.yaml --output-images-format json': async (row) => {
    const world = await startWorld();

    await world.sync({ images: API }, row.split(' '));

    expect(JSON.parse(await fileOf(world, 'ok.yaml'))).toEqual({
      'quay.io/acme/api:v1': ['reg.example/m/api:v1'],
    });
  },

  '--config c.yaml': async (row) => {
    const world = await startWorld();
    await world.workplace.write('c.yaml', { images: API, auth: {} });

    const { exitCode } = await world.run(row.split(' '));

    expect(await world.mirrored()).toEqual({ 'm/api:v1': 'acme/api:v1' });
    expect(exitCode).toBe(0);
  },

  '--records F': () => expectNotice(['--records', 'F'], '--records'),

  '--registry R': async () => {
    await expectNotice(['--registry', 'reg.example'], '--registry');
    await expectFilled(['--registry', 'reg.example', '--namespace', 'n']);
  },

  '--namespace N': () => expectNotice(['--namespace', 'n'], '--namespace'),

  'DEFAULT_REGISTRY/DEFAULT_NAMESPACE': () =>
    expectFilled([], { DEFAULT_REGISTRY: 'reg.example', DEFAULT_NAMESPACE: 'n' }),

  'Success file written = map source → list of destinations, valid as images file': async () => {
    const world = await startWorld();
    const images = {
      'quay.io/acme/api:v1,v2': ['reg.example/m/api', 'r.example/m/api'],
      'quay.io/acme/missing:1': 'reg.example/m/missing',
    };

    const first = await world.sync({ images }, ['--output-success-images', 'ok.yaml']);
    const again = await world.report(['--images', 'ok.yaml']);

    expect(first.exitCode).toBe(1);
    expect(parse(await fileOf(world, 'ok.yaml'))).toEqual({
      'quay.io/acme/api:v1': ['reg.example/m/api:v1', 'r.example/m/api:v1'],
      'quay.io/acme/api:v2': ['reg.example/m/api:v2', 'r.example/m/api:v2'],
    });
    expect(again.statuses).toEqual(Array(4).fill('unchanged'));
    expect(again.exitCode).toBe(0);
  },

  'Exit non-zero on any failure': async () => {
    const world = await startWorld();
    const images = { 'quay.io/acme/missing:1': 'reg.example/m/missing', ...API };

    const { exitCode, report, mirrored } = await world.sync({ images });

    expect(exitCode).toBe(1);
    expect(report.images).toMatchObject([
      { status: 'failed', error: { kind: 'not-found', side: 'source' } },
      { status: 'copied', targetDigest: upstreamDigest('acme/api:v1') },
    ]);
    expect(mirrored).toEqual({ 'm/api:v1': 'acme/api:v1' });
  },
});
