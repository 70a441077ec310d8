import { afterEach, beforeEach, expect, it } from 'vitest';
import { image } from '../../support/image-builder.ts';
import { ECR_HOST, LIFECYCLE_POLICY, OTHER_ECR_HOST } from '../support/cloud-stack.ts';
import { logInAtHub } from '../support/log-in-at-hub.ts';
import type { Stage } from '../support/stage.ts';

const HUB = { host: 'docker.io' };

/** Tokens, secrets and repositories. */
export function registryStories(stage: () => Stage): void {
  beforeEach(() => logInAtHub(stage(), 'first-password'));

  afterEach(() => stage().cloud.parts.registries.renew('docker.io'));

  it('creates an ECR repository that is missing, as the stack says', async () => {
    await mirrorApp(stage());

    const { repositories } = stage().cloud.parts.services.ecr;
    expect(repositories.get(`${ECR_HOST}/${stage().targetRepository('app')}`)).toMatchObject({
      settings: {
        imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
        imageScanningConfiguration: { scanOnPush: true },
        tags: [{ Key: 'team', Value: 'platform' }],
      },
      lifecyclePolicy: LIFECYCLE_POLICY,
    });
  });

  it('writes to the registry of another account by the role that its stack has', async () => {
    for (const app of ['app', 'like']) await stage().publish(app, image({ seed: 602 }));
    const entry = (app: string) => ({
      source: stage().source(app),
      target: stage().target(app, '1', OTHER_ECR_HOST),
    });

    await stage().define([entry('app')]);
    await stage().cloud.settle();
    await stage().define([entry('app'), entry('like')]);
    await stage().cloud.settle();

    expect(await stage().mirrored('like', OTHER_ECR_HOST)).toEqual(['1']);
    const { bytes, counts } = await stage().latestRun();
    expect(counts).toMatchObject({ copied: 1, unchanged: 1 });
    expect(bytes.mounted).toBeGreaterThan(0);
  });

  it('asks for another token of ECR when one has expired', async () => {
    const { cloud } = stage();
    await mirrorApp(stage());
    // One that is younger than five minutes would not be suspected.
    await cloud.parts.clock.advance(10 * 60_000);
    cloud.parts.services.ecr.expireTokens();

    stage().schedule();
    await cloud.settle();

    expect(await stage().latestRun()).toMatchObject({ counts: { unchanged: 1 } });
  });

  it('reads a secret anew when it was rotated', async () => {
    const { cloud } = stage();
    await mirrorApp(stage());
    await logInAtHub(stage(), 'second-password');

    stage().schedule();
    await cloud.settle();

    expect(await stage().latestRun()).toMatchObject({ counts: { unchanged: 1 } });
  });

  it('sends the secret of docker.io to no other host', async () => {
    const { registries, gateway } = stage().cloud.parts;
    await mirrorApp(stage());

    const toHub = registries.at('docker.io').requests;
    expect(toHub.some(({ headers }) => headers.authorization?.startsWith('Basic'))).toBe(true);
    for (const host of ['quay.io', ECR_HOST]) {
      expect(JSON.stringify(registries.at(host).requests)).not.toContain(basic('first-password'));
    }
    expect(JSON.stringify(gateway.calls.map(({ input }) => input))).not.toContain('first-password');
  });
}

async function mirrorApp(stage: Stage): Promise<void> {
  await stage.publish('app', image({ seed: 600 }), HUB);
  await stage.publish('other', image({ seed: 601 }));
  await stage.define([stage.entry('app', HUB), stage.entry('other')]);
  await stage.cloud.settle();
  await stage.define([stage.entry('app', HUB)]);
  await stage.cloud.settle();
}

function basic(password: string): string {
  return Buffer.from(`robot:${password}`).toString('base64');
}
