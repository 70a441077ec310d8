import { expect } from 'vitest';
import type { Authentication } from '../../lib/local/embedded-registry/authentication.ts';
import { problemsOf, warningsOf } from '../definition/read.ts';
import { artifact, cosignSignature, signatureTag } from '../support/artifact-builder.ts';
import { digestOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { describeRows } from './support/describe-rows.ts';
import { KYMA_CASES } from './support/tables.ts';
import { multiPlatform, upstream, upstreamDigest } from './support/upstream.ts';
import { useWorlds, type World } from './support/world.ts';

const startWorld = useWorlds();

const PREFIX = 'reg.example/mirror/';

/** Mirrors with `quay.io/` in front of the source's name and of the target's. */
async function sync(
  world: World,
  images: readonly object[],
  args: readonly string[] = [],
  others: object = {},
) {
  return await world.sync({ images: { targetRepoPrefix: PREFIX, ...others, images } }, args);
}

const TOOL = { source: 'quay.io/acme/tool:1.2' };
const OTHER = { source: 'quay.io/acme/op:v3' };
const MIRRORED_TOOL = 'mirror/quay.io/acme/tool:1.2';
const DRY_RUN = ['--dry-run'];

/** A world whose target has another image in place of {@link TOOL}. */
async function startMoved(): Promise<World> {
  const world = await startWorld();
  await world.publish(MIRRORED_TOOL, multiPlatform(99), 'target');
  return world;
}

/** Expects one violation, with both digests, and the image after it to be dealt with all the same. */
async function expectViolation(args: readonly string[]): Promise<World> {
  const world = await startMoved();

  const { exitCode, report } = await sync(world, [TOOL, OTHER], args);

  expect(report.images).toMatchObject([
    {
      status: 'conflict',
      sourceDigest: upstreamDigest('acme/tool:1.2'),
      targetDigest: digestOf(multiPlatform(99)),
    },
    { status: 'copied' },
  ]);
  expect(exitCode).toBe(1);
  return world;
}

function writesTo({ target }: World): readonly string[] {
  const reads = ['GET', 'HEAD'];
  return target.requests.map(({ method }) => method).filter((method) => !reads.includes(method));
}

describeRows(KYMA_CASES, {
  'target absent': async () => {
    const world = await startWorld();

    const result = await sync(world, [TOOL]);

    expect(result).toMatchObject({ exitCode: 0, statuses: ['copied'] });
    expect(result.mirrored).toEqual({ [MIRRORED_TOOL]: 'acme/tool:1.2' });
  },

  'target present, same digest': async () => {
    const world = await startWorld();
    await world.publish(MIRRORED_TOOL, upstream('acme/tool:1.2'), 'target');

    const result = await sync(world, [TOOL]);

    expect(result).toMatchObject({ exitCode: 0, statuses: ['unchanged'] });
    expect(writesTo(world)).toEqual([]);
  },

  'target present, other digest': async () => {
    const world = await expectViolation([]);

    expect(await world.mirrored()).toEqual({
      [MIRRORED_TOOL]: digestOf(multiPlatform(99)),
      'mirror/quay.io/acme/op:v3': 'acme/op:v3',
    });
  },

  'any of these with --dry-run': async () => {
    const world = await expectViolation(DRY_RUN);
    expect(writesTo(world)).toEqual([]);

    const equal = await startWorld();
    await equal.publish(MIRRORED_TOOL, upstream('acme/tool:1.2'), 'target');
    const result = await sync(equal, [TOOL], DRY_RUN);
    expect(result).toMatchObject({ exitCode: 0, statuses: ['unchanged'] });
    expect(writesTo(equal)).toEqual([]);
  },

  'digest without tag': async () => {
    const world = await startWorld();
    const source = `quay.io/acme/tool@${upstreamDigest('acme/tool:1.2')}`;

    const { exitCode, stdout } = await sync(world, [{ source }]);

    expect(JSON.parse(stdout).errors).toMatchObject([{ hint: expect.stringMatching(/^add tag/) }]);
    expect([...world.source.requests, ...world.target.requests]).toEqual([]);
    expect(exitCode).toBe(1);
  },

  'acme/tool:1@sha256:<64hex> + tag: x': async () => {
    const world = await startWorld();
    const source = `quay.io/acme/tool:1.2@${upstreamDigest('acme/tool:1.2')}`;

    const { mirrored } = await sync(world, [{ source, tag: 'x' }]);

    expect(mirrored).toEqual({ 'mirror/quay.io/acme/tool:x': 'acme/tool:1.2' });
  },

  'host:5000/a/b:1': (row) => {
    const text = `targetRepoPrefix: ${PREFIX}\nimages:\n- source: ${row}\n`;

    expect(problemsOf(text)).toEqual([
      [3, 11, expect.stringContaining('a colon stands before'), expect.stringMatching(/target:/)],
    ]);
  },

  'amd64Only: true + index': async () => {
    const world = await startWorld();

    const { report, mirrored } = await sync(world, [{ ...TOOL, amd64Only: true }]);

    expect(mirrored).toEqual({ [MIRRORED_TOOL]: 'acme/tool:1.2' });
    expect(report.images).toMatchObject([{ warnings: [expect.stringContaining('platforms')] }]);
  },

  'no amd64Only + single manifest': async () => {
    const world = await startWorld();
    await world.publish('acme/tool:1.2', image());

    const demanding = await sync(world, [{ ...TOOL, requirePlatforms: ['linux/arm64'] }]);
    const allowing = await sync(world, [TOOL]);

    expect(demanding.report.images).toMatchObject([{ error: { code: 'PLATFORM_MISSING' } }]);
    expect(demanding.mirrored).toEqual({});
    expect(allowing).toMatchObject({ exitCode: 0, statuses: ['copied'] });
  },

  'prefix without trailing /': async () => {
    const world = await startWorld();

    const images = { targetRepoPrefix: 'reg.example/m', images: [{ source: 'a/b:1' }] };
    const { mirrored, stderr } = await world.sync({ images });

    expect(mirrored).toEqual({ 'ma/b:1': 'a/b:1' });
    expect(stderr).toMatch(/warning: targetRepoPrefix "reg\.example\/m" does not end in a slash/);
  },

  'private target, single manifest': async () => {
    const login = { username: 'u', password: 'p' };
    const authentication: Authentication = { kind: 'basic', ...login };
    const world = await startWorld({ target: { authentication } });
    await world.publish('acme/tool:1.2', image());

    const registries = { 'reg.example': { credentials: login } };
    const [first, again] = [
      await sync(world, [TOOL], [], { registries }),
      await sync(world, [TOOL], [], { registries }),
    ];

    expect(first).toMatchObject({ exitCode: 0, statuses: ['copied'] });
    expect(again).toMatchObject({ exitCode: 0, statuses: ['unchanged'] });
  },

  'signature wanted': async () => {
    const world = await startWorld();
    const { descriptor } = upstream('acme/tool:1.2').root;
    const signature = signatureTag(descriptor.digest);
    const tagged = {
      [signature]: cosignSignature(descriptor),
      [signature.replace('.sig', '.att')]: artifact({ seed: 2 }),
      [signature.replace('.sig', '.sbom')]: artifact({ seed: 3 }),
    };
    for (const [tag, built] of Object.entries(tagged)) {
      await world.publish(`acme/tool:${tag}`, built);
    }
    const report = artifact({ subject: descriptor });
    await world.publish('acme/tool:report', report);

    const unwanted = await sync(world, [{ ...TOOL, referrers: false }]);
    const wanted = await sync(world, [{ ...TOOL, tag: 'signed' }]);

    expect(unwanted.mirrored).toEqual({ [MIRRORED_TOOL]: 'acme/tool:1.2' });
    const repository = 'mirror/quay.io/acme/tool';
    expect(wanted.mirrored).toEqual({
      ...{ [MIRRORED_TOOL]: 'acme/tool:1.2', [`${repository}:signed`]: 'acme/tool:1.2' },
      ...Object.fromEntries(
        Object.entries(tagged).map(([tag, built]) => [`${repository}:${tag}`, digestOf(built)]),
      ),
    });
    const listed = await world.target.storage.listManifests(repository);
    expect(listed?.map(({ digest }) => digest)).toContain(digestOf(report));
    expect(wanted.report.images).toMatchObject([{ referrers: 4 }]);
  },

  'JSON content in the file': async () => {
    const world = await startWorld();
    await world.workplace.write(
      'images.yaml',
      JSON.stringify({ targetRepoPrefix: PREFIX, images: [TOOL] }),
    );

    const { exitCode } = await world.run([]);

    expect(await world.mirrored()).toEqual({ [MIRRORED_TOOL]: 'acme/tool:1.2' });
    expect(exitCode).toBe(0);
  },

  'unknown key': () => {
    const text = (key: string) =>
      `targetRepoPrefix: ${PREFIX}\nimages:\n- source: a/b:1\n  ${key}: true\n`;

    expect(problemsOf(text('sing'))).toEqual([
      [4, 3, 'unknown key "sing"', expect.stringContaining('the keys here are')],
    ]);
    expect(problemsOf(text('amd64only'))).toEqual([]);
    expect(warningsOf(text('sign'))).toEqual([
      [4, 3, expect.stringContaining('sign has no effect'), expect.any(String)],
    ]);
  },
});
