import { expect, it } from 'vitest';
import type { Outcome } from '../../lib/mirror/outcome.ts';
import { copiesOf } from '../definition/read.ts';
import { describeWith } from '../support/describe-with.ts';
import { TIMEOUT_MS } from './support/describe-rows.ts';
import { digestsIn } from './support/parsing.ts';
import { ALIYUN_IMAGES } from './support/tables.ts';
import { multiPlatform, upstream, upstreamDigest } from './support/upstream.ts';
import { useWorlds, type World } from './support/world.ts';

/** A file that is accepted, perhaps with another of logins, and flags that say something in its place. */
interface Accepted {
  readonly images: string;
  readonly auth?: string;
  readonly args?: readonly string[];
  /** Whether the source asks for a login, which one of the files has. */
  readonly isGuarded?: boolean;
}

type AliyunRow = (typeof ALIYUN_IMAGES.rows)[number];

/** Accepted rows; those whose sources or targets are the same stand in several files. */
const ALIYUN: readonly (readonly AliyunRow[])[] = [
  [
    'quay.io/acme/api: reg.example/m/api',
    'redis: reg.example/m/redis',
    'x:1: [reg1.example/x, reg2.example/x:9]',
  ],
  [
    'quay.io/acme/api:v1: reg.example/m/api',
    'quay.io/acme/api:v1,v2: reg.example/m/api:a,b',
    'quay.io/acme/api@sha256:<64hex>: reg.example/m/api',
    'redis:7: reg.example/m/redis',
    'x:1: [r.example/x, r.example/x]',
  ],
  [
    'quay.io/acme/api:v1: reg.example/m/api:stable',
    'quay.io/acme/api:v1,v2: reg.example/m/api',
    'quay.io/acme/api@sha256:<64hex>: reg.example/m/api@sha256:<same>',
    'quay.io/acme/api:/^v1\\.\\d+$/: reg.example/m/api',
    `x:1: "r.example/\${NS}/x"`,
  ],
  ['quay.io/acme/api@sha256:<64hex>: reg.example/m/api:v1', 'acme/api:/^2/: reg.example/m/api'],
  ['quay.io/acme/api:v1@sha256:<64hex>: reg.example/m/api'],
];

const LOCAL = 'localhost:5000/a/b:1: localhost:5001/a/b' satisfies AliyunRow;
const COMBINED_ROW = 'combined file {"auth": {...}, "images": {...}} via --config';

/** Rows that are errors, or about the name of the file. */
const REFUSED: readonly AliyunRow[] = [
  'quay.io/acme/api:v1,v2: reg.example/m/api:a',
  'quay.io/acme/api: reg.example/m/api:one',
  'quay.io/acme/api@sha256:<64hex>,v2: …',
  'quay.io/acme/api:/v[/: … , quay.io/acme/api:/v1: …',
  'x:1: "", x:1: [], x:1: 5, x:1: {a: b}',
  'same key twice',
  'hub.docker.com/_/mysql: …',
  'Acme/Api:1: …',
  'file suffix .yml, .yaml, .json',
];

const AUTH = `quay.io: {username: u, password: p}
quay.io/acme: {username: "\${DH_USER}", password: "$DH_PASS"}
docker.io: {username: u, password: 'pa$$w'}
reg.example: {username: u, password: '\\$DH_PASS'}
"localhost:5000": {insecure: true}
`;

const COMBINED = JSON.stringify({
  auth: { 'quay.io/': { username: '$DH_USER', password: '$DH_PASS' } },
  images: { 'quay.io/acme/api:v1,v2': ['reg.example/m/api', `r.example/\${NS}/api`] },
});

const KYMA = `targetRepoPrefix: reg.example/mirror/
sign: false
images:
- source: acme/tool:1.2
- source: busybox:1.36
- source: quay.io/acme/op:v3
- source: busybox@${upstreamDigest('library/busybox:1.36')}
  tag: 1.36-v1
- source: acme/tool:1.2
  tag: 1.2-kept
- source: acme/amd:1
  amd64Only: true
  sign: true
- source: acme/tool:1.2@${upstreamDigest('acme/tool:1.2')}
  tag: x
`;

const WITHOUT_SLASH = `targetRepoPrefix: reg.example/m
images:
- source: a/b:1
- source: acme/tool:1.2
  target: other/tool:y
`;

const NATIVE = `targetRepoPrefix: reg.example/n/
defaults: { platforms: [linux/amd64], onConflict: keep, tagTemplate: "\${tag}-mirror" }
images:
- { source: quay.io/acme/api, tags: { include: "v1*", exclude: [/-rc/], latest: 2 } }
- { source: quay.io/acme/api, tags: { semver: ">=2 <3" }, target: [a, r.example/b], index: single }
- { source: quay.io/acme/api, tags: ["none*"], allowEmpty: true, target: c }
`;

const FILES: Readonly<Record<string, Accepted>> = {
  ...Object.fromEntries(
    ALIYUN.map((rows) => [rows.join(' · '), { images: rows.map(digestsIn).join('\n') }]),
  ),
  'an auth file beside it': {
    images: 'quay.io/acme/api:v1: reg.example/m/api',
    auth: AUTH,
    isGuarded: true,
  },
  'the combined file': { images: COMBINED, isGuarded: true },
  "Aliyun's flags": {
    images: 'quay.io/acme/api:v1: ""\n',
    args: ['--arch', 'amd64', '--os', 'linux', '--registry', 'reg.example', '--namespace', 'n'],
  },
  "kyma's file": { images: KYMA },
  "kyma's file with its flags": {
    images: KYMA,
    args: ['--library-names', '-r', 'reg.example/given/'],
  },
  'a prefix without a slash': { images: WITHOUT_SLASH },
  'the native format': { images: NATIVE },
};

const GUARD = { kind: 'basic', username: 'hub-user', password: 'hub-pass' } as const;

const ENV = { NS: 'team', DH_USER: 'hub-user', DH_PASS: 'hub-pass' };

/** What a plan comes to, without what is another at every run. */
async function planOf(world: World, args: readonly string[]) {
  const { exitCode, report } = await world.report(['plan', '--no-bytes', ...args], ENV);
  const images = report.images.map(({ durationMs, attempts, ...outcome }: Outcome) => outcome);
  return { exitCode, images, counts: report.run.counts };
}

describeWith(['openssl'], 'compat.md, every accepted file: convert', () => {
  const startWorld = useWorlds();

  /** A target that has one image already, and another where the next belongs. */
  async function prepare({ images, auth, isGuarded }: Accepted): Promise<World> {
    const world = await startWorld({ source: isGuarded ? { authentication: GUARD } : {} });
    await world.publish('m/api:v1', upstream('acme/api:v1'), 'target');
    await world.publish('mirror/acme/tool:1.2', upstream('acme/tool:1.2'), 'target');
    await world.publish('m/api:v2', multiPlatform(99), 'target');
    await world.publish('n/a:2.0-mirror', multiPlatform(99), 'target');
    await world.workplace.write('images.yaml', images);
    if (auth !== undefined) await world.workplace.write('auth.yaml', auth);
    return world;
  }

  const keepsPlan = async (accepted: Accepted): Promise<void> => {
    const { auth, args = [] } = accepted;
    const world = await prepare(accepted);
    const flags = [...args, ...(auth === undefined ? [] : ['--auth', 'auth.yaml'])];

    const converted = await world.run(['convert', ...flags], ENV);
    await world.workplace.write('native.yaml', converted.stdout);

    const original = await planOf(world, flags);
    expect(original.images).not.toEqual([]);
    expect(original.images.filter(({ error }) => error !== null)).toEqual([]);
    expect(await planOf(world, ['-i', 'native.yaml'])).toEqual(original);
    expect(converted.exitCode).toBe(0);
  };

  for (const [name, accepted] of Object.entries(FILES)) {
    it(`keeps the plan of ${name}`, () => keepsPlan(accepted), TIMEOUT_MS);
  }

  it('keeps the names of registries on this machine', async () => {
    const world = await startWorld();
    await world.workplace.write('images.yaml', LOCAL);

    const { stdout } = await world.run(['convert']);

    expect(copiesOf(stdout)).toEqual(copiesOf(LOCAL));
  });

  it('is tried with every row that is not refused', () => {
    const tried = new Set<AliyunRow>([...ALIYUN.flat(), LOCAL, COMBINED_ROW, ...REFUSED]);

    expect([...tried].toSorted()).toEqual(ALIYUN_IMAGES.rows.toSorted());
  });
});
