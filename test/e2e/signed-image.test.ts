import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { Registries } from '../../lib/registry/registries.ts';
import { digestOf } from '../support/contents.ts';
import { describeWith } from '../support/describe-with.ts';
import { startDockerRegistry } from '../support/docker-registry.ts';
import { rawManifest } from '../support/raw-manifest.ts';
import {
  publishSignedImage,
  SIGNED_IMAGE,
  SIGNED_IMAGE_REFERRERS,
  SIGNED_IMAGE_SIGNATURES,
} from '../support/signed-image.ts';
import { SkippingClock } from '../support/skipping-clock.ts';
import { type SyncResult, syncDefinition } from '../support/sync-definition.ts';
import { toldReferrers } from '../support/told-referrers.ts';
import { Workplace } from '../support/workplace.ts';

interface RunningRegistry {
  readonly host: string;
  readonly url: URL;
  stop(): Promise<void>;
}

interface Kind {
  readonly start: () => Promise<RunningRegistry>;
  readonly listsReferrers: boolean;
}

const EMBEDDED: Kind = {
  start: async () => {
    const registry = await startEmbeddedRegistry();
    return { host: registry.host, url: registry.url, stop: () => registry.close() };
  },
  listsReferrers: true,
};

const DOCKER: Kind = { start: () => startDockerRegistry(), listsReferrers: false };

/** Everything that something could refer to. */
const SUBJECTS = [
  ...SIGNED_IMAGE.manifests.map(({ descriptor }) => descriptor.digest),
  ...SIGNED_IMAGE_REFERRERS.map(digestOf),
];

describeWith(['docker-registry'], 'a signed image between registries with fallback tags', () =>
  isMirroredWhole({ source: DOCKER, target: DOCKER }),
);

describe('a signed image between registries that list referrers', () =>
  isMirroredWhole({ source: EMBEDDED, target: EMBEDDED }));

describeWith(['docker-registry'], 'a signed image to a registry with fallback tags', () =>
  isMirroredWhole({ source: EMBEDDED, target: DOCKER }),
);

describeWith(['docker-registry'], 'a signed image from a registry with fallback tags', () =>
  isMirroredWhole({ source: DOCKER, target: EMBEDDED }),
);

function isMirroredWhole(kinds: { readonly source: Kind; readonly target: Kind }): void {
  let source: RunningRegistry;
  let target: RunningRegistry;
  let workplace: Workplace;
  let first: SyncResult;

  beforeAll(async () => {
    source = await kinds.source.start();
    target = await kinds.target.start();
    workplace = await Workplace.open();
    await publish(source.host, kinds.source);
    first = await sync();
  });

  afterAll(async () => {
    await workplace.close();
    await source.stop();
    await target.stop();
  });

  const sync = () =>
    syncDefinition(workplace, {
      images: [{ source: `${source.host}/team/app:1`, target: `${target.host}/mirror/app` }],
    });

  it('arrives with everything that refers to it', () => {
    expect(first.report.images).toMatchObject([
      { status: 'copied', referrers: SIGNED_IMAGE_REFERRERS.length, warnings: [] },
    ]);
  });

  it('has the same referrers of every digest', async () => {
    for (const subject of SUBJECTS) {
      const told = await toldReferrers(source.url, 'team/app', subject);
      expect(await toldReferrers(target.url, 'mirror/app', subject)).toEqual(told);
    }
    expect(await toldReferrers(target.url, 'mirror/app', digestOf(SIGNED_IMAGE))).toHaveLength(2);
  });

  it('has every manifest, and what is under the tags of cosign, byte for byte', async () => {
    for (const name of ['1', ...SUBJECTS, ...SIGNED_IMAGE_SIGNATURES]) {
      const original = await rawManifest(source.url, 'team/app', name);
      expect(await rawManifest(target.url, 'mirror/app', name)).toEqual(original);
    }
  });

  it('is unchanged afterwards', async () => {
    const { statuses } = await sync();

    expect(statuses).toEqual(['unchanged']);
  });
}

async function publish(registry: string, { listsReferrers }: Kind): Promise<void> {
  const retry = { retries: 0, clock: new SkippingClock(), random: () => 0 };
  const client = new Registries({ settingsOf: () => ({}), retry });
  try {
    const repository = client.open({ registry, repository: 'team/app' }, 'pull,push');
    await publishSignedImage(repository, { listsReferrers });
  } finally {
    await client.close();
  }
}
