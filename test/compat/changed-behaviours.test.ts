import { expect } from 'vitest';
import { syncImage } from '../../lib/library/index.ts';
import type { Authentication } from '../../lib/local/embedded-registry/authentication.ts';
import { digestOf as digestOfBytes } from '../../lib/oci/digest.ts';
import { useRegistries } from '../local/embedded-registry/opened-registries.ts';
import { asked, countAsked } from '../support/asked.ts';
import { digestOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { rawManifest } from '../support/raw-manifest.ts';
import { store } from '../support/store.ts';
import { describeRows } from './support/describe-rows.ts';
import { CHANGED_BEHAVIOURS } from './support/tables.ts';
import { multiPlatform, upstream, upstreamDigest } from './support/upstream.ts';
import { useWorlds } from './support/world.ts';

const startWorld = useWorlds();
const startRegistry = useRegistries();

const API = { 'quay.io/acme/api:v1': 'reg.example/m/api' };
const LOGIN = { username: 'u', password: 'p' };
const GUARDED: Authentication = { kind: 'basic', ...LOGIN };
const MOVED = multiPlatform(99);

/** Mirrors `acme/api` over two other images; the file is C's or B's. */
async function syncMoved(images: object, args: readonly string[] = []) {
  const world = await startWorld();
  for (const tag of ['v1', 'v2']) await world.publish(`m/api:${tag}`, MOVED, 'target');
  const { statuses, exitCode } = await world.sync({ images }, args);
  return { statuses, exitCode };
}

const OF_ALIYUN = { 'quay.io/acme/api:v1,v2': 'reg.example/m/api' };
const OF_KYMA = {
  images: ['v1', 'v2'].map((tag) => ({
    source: `quay.io/acme/api:${tag}`,
    target: 'reg.example/m/api',
  })),
};
const COPIED = { exitCode: 0, statuses: ['copied', 'copied'] };
const VIOLATIONS = { exitCode: 1, statuses: ['conflict', 'conflict'] };

describeRows(CHANGED_BEHAVIOURS, {
  'Copy index bytes unchanged unless a filter removes something …': async () => {
    const world = await startWorld();
    const sync = async (tag: string, args: readonly string[]) => {
      const images = { 'quay.io/acme/api:v1': `reg.example/m/api:${tag}` };
      const [outcome] = (await world.sync({ images }, args)).report.images;
      const pushed = digestOfBytes(await rawManifest(world.target.url, 'm/api', tag));
      expect(outcome?.wantedDigest).toBe(pushed);
      return { pushed, warnings: outcome?.warnings };
    };

    const whole = { pushed: upstreamDigest('acme/api:v1'), warnings: [] };
    expect(await sync('whole', [])).toEqual(whole);
    expect(await sync('both', ['--arch', 'amd64,arm64'])).toEqual(whole);
    const { pushed, warnings } = await sync('one', ['--arch', 'amd64']);
    expect(pushed).not.toBe(whole.pushed);
    expect(warnings).toEqual([expect.stringMatching(`leaves out linux/arm64.*${pushed}`)]);

    world.source.play({ method: 'GET', path: /\/blobs\//, do: { kind: 'corrupt', at: 20 } });
    const images = { 'quay.io/a/b:1': 'reg.example/b' };
    const { report } = await world.sync({ images }, ['--retries', '0']);
    expect(report.images).toMatchObject([{ error: { code: 'CONTENT_MISMATCH' } }]);
  },

  'Anything not copied is an error or an explicit, counted "skipped" with a reason …': async () => {
    const world = await startWorld();
    const entry = { source: 'quay.io/acme/api', target: 'reg.example/m/api', tags: ['/^none/'] };

    const failing = await world.sync({ images: { images: [entry] } });
    const allowed = await world.sync({ images: { images: [{ ...entry, allowEmpty: true }] } });
    const filtered = await world.sync({ images: API }, ['--arch', 's390x']);

    expect(failing).toMatchObject({ exitCode: 1, statuses: ['failed'] });
    expect(allowed).toMatchObject({ exitCode: 0, statuses: ['skipped'] });
    expect(allowed.report).toMatchObject({
      run: { counts: { skipped: 1 } },
      images: [{ reason: expect.stringContaining('tag') }],
    });
    expect(filtered).toMatchObject({ exitCode: 1, statuses: ['failed'] });
  },

  'Longest auth match for real; also exact-repo keys …': async () => {
    const world = await startWorld({ source: { authentication: GUARDED } });
    const auth = { 'docker.io': { ...LOGIN, password: 'other' }, 'docker.io/acme': LOGIN };

    const result = await world.sync({ images: { 'acme/api:v1': 'reg.example/m/api' }, auth });

    expect(result).toMatchObject({ exitCode: 0, errors: [] });
  },

  [`$ in credentials: only a value that is wholly $NAME or \${NAME} expands …`]: async () => {
    const password = `a$HOME-$$-\${HOME}`;
    const world = await startWorld({
      source: { authentication: { kind: 'basic', username: 'u', password } },
    });

    const literal = { username: '$THE_USER', password };
    const first = await world.sync({ images: API, auth: { 'quay.io': literal } }, [], {
      THE_USER: 'u',
    });
    const unset = await world.run(['--auth', 'auth.yaml']);

    expect(first).toMatchObject({ exitCode: 0, errors: [] });
    expect(unset.stderr).toContain('environment variable THE_USER is not set');
    expect(unset.exitCode).toBe(1);
  },

  'Invalid env booleans = error …': async () => {
    const world = await startWorld();
    await world.workplace.write('images.yaml', API);

    const { exitCode, stderr } = await world.workplace.run([], { SYNCER_DRY_RUN: 'yes' });

    expect(stderr).toContain('SYNCER_DRY_RUN');
    expect(exitCode).toBe(1);
    expect([...world.source.requests, ...world.target.requests]).toEqual([]);
  },

  'Immutability default on for B-style files, off (update) for C-style files, both switchable …':
    async () => {
      expect(await syncMoved(OF_ALIYUN)).toEqual(COPIED);
      expect(await syncMoved(OF_ALIYUN, ['--on-conflict', 'fail'])).toEqual(VIOLATIONS);
      expect(await syncMoved(OF_KYMA)).toEqual(VIOLATIONS);
      const overwriting = { ...OF_KYMA, defaults: { onConflict: 'overwrite' } };
      expect(await syncMoved(overwriting)).toEqual(COPIED);
    },

  'Target existence errors other than 404/NAME_UNKNOWN/MANIFEST_UNKNOWN are errors …': async () => {
    const world = await startWorld();
    world.target.play({ path: /\/m\/api\/manifests/, do: { kind: 'status', status: 403 } });
    const images = { ...API, 'quay.io/a/b:1': 'reg.example/b' };

    const { exitCode, statuses, report } = await world.sync({ images });

    expect(statuses).toEqual(['failed', 'copied']);
    expect(report.images).toMatchObject([{ error: { side: 'target' } }, {}]);
    expect(countAsked(world.target, 'PUT', /\/m\/api\//)).toBe(0);
    expect(exitCode).toBe(1);
  },

  '--force overwrites, and walks an image whose digests are equal to repair it …': async () => {
    const world = await startWorld();
    await world.sync({ images: API });
    const [blob] = upstream('acme/api:v1').blobs;
    const lost = blob?.descriptor.digest ?? upstreamDigest('acme/api:v1');
    await world.target.storage.deleteContent('m/api', lost);

    const without = await world.sync({ images: API });
    const repaired = await world.sync({ images: API }, ['--force']);

    expect(without.statuses).toEqual(['unchanged']);
    expect(repaired.exitCode).toBe(0);
    expect(await world.target.storage.sizeOf('m/api', lost)).toBe(blob?.descriptor.size);
    expect(await syncMoved(OF_KYMA, ['--force'])).toEqual(COPIED);
  },

  'syncImage without platforms copies everything …': async () => {
    const [a, b] = [await startRegistry(), await startRegistry()];
    const built = index([
      image(),
      image({ platform: 'linux/arm64' }),
      image({ platform: 'linux/s390x' }),
    ]);
    await store(built, a.storage, { repository: 'x', tag: '1' });
    const quiet = { environment: { HOME: '/nowhere' }, retries: 0 };

    const digest = await syncImage(`${a.host}/x:1`, `${b.host}/x:1`, quiet);
    const platforms = ['linux/amd64', 'linux/arm64'];
    await syncImage(`${a.host}/x:1`, `${b.host}/x:2`, { ...quiet, platforms });

    expect(digest).toBe(digestOf(built));
    const { manifests } = JSON.parse((await rawManifest(b.url, 'x', '2')).toString());
    expect(manifests).toHaveLength(2);
  },

  'HEAD first on both sides …': async () => {
    const world = await startWorld();
    await world.sync({ images: API });
    for (const registry of [world.source, world.target]) registry.clearRequests();

    const { statuses } = await world.sync({ images: API });

    expect(statuses).toEqual(['unchanged']);
    expect(asked(world.source)).toEqual(['HEAD /v2/acme/api/manifests/v1 200']);
    expect(asked(world.target)).toEqual(['HEAD /v2/m/api/manifests/v1 200']);
  },

  'Comma lists in --os/--arch, os/arch/variant form, variant matching for OCI too': async () => {
    const world = await startWorld();
    const platforms = ['linux/amd64', 'linux/arm/v6', 'linux/arm/v7', 'windows/amd64:10.0.1'];
    await world.publish('acme/api:v1', index(platforms.map((platform) => image({ platform }))));

    const args = ['--os', 'linux,windows', '--arch', 'linux/arm/v7,windows/amd64'];
    const { report } = await world.sync({ images: API }, args);

    expect(report.images).toMatchObject([{ platforms: ['linux/arm/v7', 'windows/amd64:10.0.1'] }]);
  },

  'One shared client, token cache and mount attempts per registry …': async () => {
    const authentication: Authentication = { kind: 'bearer', anonymousPull: true };
    const [world, source] = [await startWorld(), await startRegistry({ authentication })];
    await store(upstream('a/b:1'), source.storage, { repository: 'a/b', tag: '1' });
    const images = { [`${source.host}/a/b:1`]: ['reg.example/m/b', 'reg.example/n/b'] };

    const { report } = await world.sync({ images }, ['-p', '1']);

    expect(report.images).toMatchObject([{ status: 'copied' }, { status: 'copied' }]);
    expect(report.run.bytes).toMatchObject({ mounted: report.run.bytes.uploaded });
    expect(countAsked(source, 'GET', /^\/token/)).toBe(1);
  },
});
