import { afterAll, beforeAll, expect } from 'vitest';
import type { Outcome } from '../../lib/mirror/outcome.ts';
import type { Digest } from '../../lib/oci/digest.ts';
import { OCI_ARTIFACT_MANIFEST } from '../../lib/oci/media-types.ts';
import { type Built, content, jsonContent } from '../support/built.ts';
import { digestOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { rawManifest } from '../support/raw-manifest.ts';
import { schema1Image } from '../support/schema1-builder.ts';
import { describeRows } from './support/describe-rows.ts';
import { type FeatureCase, featureCases } from './support/features.ts';
import { World } from './support/world.ts';

const AMD64 = image({ layers: 1 });
const ARM64 = image({ layers: 1, platform: 'linux/arm64/v8', mediaTypes: 'docker' });

/** By the repository that each is in. */
const KINDS: Readonly<Record<string, Built>> = {
  oci: AMD64,
  docker: ARM64,
  attested: index([AMD64, ARM64], { attestations: true }),
  nested: index([AMD64, index([ARM64, image({ layers: 1, platform: 'linux/s390x' })])]),
  unsaid: index([AMD64, ARM64], { platforms: false }),
  artifact: artifactManifest(),
  schema1: schema1Image(),
  foreign: image({ layers: 1, foreignLayer: true }),
};

const platforms = ['linux/arm64'];

/** What is done with each; in one run, since the rows only look at what became of them. */
const IMAGES: readonly object[] = [
  { source: `quay.io/oci@${digestOf(AMD64)}`, target: 'single:1' },
  { source: 'quay.io/docker:1', target: 'matching', platforms },
  { source: 'quay.io/oci:1', target: 'other', platforms },
  { source: 'quay.io/attested:1', target: 'attested', platforms },
  { source: 'quay.io/nested:1', target: 'nested', platforms },
  { source: 'quay.io/nested:1', target: 'nested-whole' },
  { source: 'quay.io/unsaid:1', target: 'unsaid', platforms },
  { source: 'quay.io/unsaid:1', target: 'unsaid-whole' },
  { source: 'quay.io/artifact:1', target: 'artifact' },
  { source: 'quay.io/schema1:1', target: 'schema1' },
  { source: 'quay.io/foreign:1', target: 'foreign' },
  { source: 'quay.io/foreign:1', target: 'foreign-copied', foreignLayers: 'copy' },
];

let world: World;
let outcomes: ReadonlyMap<string, Outcome>;

beforeAll(async () => {
  world = await World.start();
  for (const [name, built] of Object.entries(KINDS)) await world.publish(`${name}:1`, built);
  const images = { targetRepoPrefix: 'reg.example/', images: IMAGES };
  const { report } = await world.sync({ images });
  outcomes = new Map(
    report.images.map((outcome) => [outcome.target?.split(/[/:]/)[1] ?? '', outcome]),
  );
}, 60_000);

afterAll(() => world.close());

/** A manifest of the kind that the specification had for artifacts before they were images. */
function artifactManifest(): Built {
  const blob = content(Buffer.from('a report'), 'text/plain');
  const document = {
    mediaType: OCI_ARTIFACT_MANIFEST,
    artifactType: 'application/vnd.example.report',
    blobs: [blob.descriptor],
  };
  const root = jsonContent(document, OCI_ARTIFACT_MANIFEST);
  return { root, manifests: [root], blobs: [blob] };
}

async function expectSame(target: string, built: Built): Promise<void> {
  expect(outcomes.get(target)).toMatchObject({ status: 'copied', error: null });
  const pushed = await rawManifest(world.target.url, target, '1');
  expect(pushed).toEqual(Buffer.from(built.root.bytes));
}

interface IndexJson {
  readonly manifests: readonly { readonly digest: Digest }[];
}

async function entriesOf(target: string, tagOrDigest = '1'): Promise<readonly Digest[]> {
  const pushed = await rawManifest(world.target.url, target, tagOrDigest);
  const { manifests }: IndexJson = JSON.parse(pushed.toString());
  return manifests.map(({ digest }) => digest);
}

const TABLE = {
  section: 'What each of them does, feature by feature',
  rows: featureCases(),
};

describeRows<FeatureCase>(TABLE, {
  '13 source by digest (single)': () => expectSame('single', AMD64),

  '45 filter on single manifests': async () => {
    await expectSame('matching', ARM64);
    expect(outcomes.get('other')).toMatchObject({
      status: 'failed',
      error: { code: 'PLATFORM_MISSING', side: 'source' },
    });
  },

  '47 attestation entries kept': async () => {
    const [, arm64, , attestation] =
      KINDS['attested']?.manifests.filter((_, position) => position < 4) ?? [];
    expect(await entriesOf('attested')).toEqual([
      arm64?.descriptor.digest,
      attestation?.descriptor.digest,
    ]);
  },

  '48 nested index': async () => {
    await expectSame('nested-whole', KINDS['nested'] ?? AMD64);
    const [inner = '', ...others] = await entriesOf('nested');
    expect(others).toEqual([]);
    expect(await entriesOf('nested', inner)).toEqual([digestOf(ARM64)]);
  },

  '49 entries without platform': async () => {
    await expectSame('unsaid-whole', KINDS['unsaid'] ?? AMD64);
    expect(await entriesOf('unsaid')).toEqual([digestOf(ARM64)]);
  },

  '51 OCI artifact manifest (deprecated type)': () =>
    expectSame('artifact', KINDS['artifact'] ?? AMD64),

  '52 schema1': () => expectSame('schema1', KINDS['schema1'] ?? AMD64),

  '53 foreign layers': async () => {
    await expectSame('foreign', KINDS['foreign'] ?? AMD64);
    expect(outcomes.get('foreign')?.warnings).toEqual([expect.stringContaining('foreign')]);
    expect(outcomes.get('foreign-copied')).toMatchObject({
      status: 'failed',
      error: { kind: 'not-found', side: 'source' },
    });
  },
});
