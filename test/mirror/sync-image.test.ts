import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../lib/mirror/outcome.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { type Mirror, startMirror, wasWritten } from '../support/mirror.ts';
import { SECOND_RUN } from '../support/run-builder.ts';
import { untilAsked } from '../support/until-asked.ts';

const OLD = image({ seed: 1 });
const NEW = image({ seed: 2 });
const OLD_DIGEST = OLD.root.descriptor.digest;
const NEW_DIGEST = NEW.root.descriptor.digest;

describe('syncing an image', () => {
  let mirror: Mirror;

  beforeEach(async () => {
    mirror = await startMirror();
  });

  afterEach(() => mirror.end());

  it('copies what the target lacks', async () => {
    await mirror.publish(NEW);

    const outcome = await mirror.sync();

    expect(outcome).toMatchObject({
      status: 'copied',
      reason: null,
      sourceDigest: NEW_DIGEST,
      wantedDigest: NEW_DIGEST,
      targetDigest: NEW_DIGEST,
      previousDigest: null,
      error: null,
    });
    expect(await mirror.tagged()).toBe(NEW_DIGEST);
  });

  it('asks each side once, and writes nothing, where nothing has changed', async () => {
    await mirror.publish(NEW);
    await mirror.sync();
    const asked = mirror.requestsFromNow();

    const outcome = await mirror.sync({ runId: SECOND_RUN });

    expect(outcome).toMatchObject({ status: 'unchanged', targetDigest: NEW_DIGEST, error: null });
    expect(asked()).toEqual({
      source: ['HEAD /v2/app/manifests/1'],
      target: ['HEAD /v2/mirror/app/manifests/1'],
    });
  });

  it('takes the tag latest where a reference has none', async () => {
    await mirror.publish(NEW, 'app', 'latest');

    await mirror.sync({
      source: `${mirror.source.host}/app`,
      target: `${mirror.target.host}/mirror/app`,
    });

    expect(await mirror.tagged('mirror/app', 'latest')).toBe(NEW_DIGEST);
  });

  it('copies a digest, whatever its tag names by now', async () => {
    await mirror.publish(OLD);
    await mirror.publish(NEW);

    const outcome = await mirror.sync({ source: `${mirror.source.host}/app:1@${OLD_DIGEST}` });

    expect(outcome).toMatchObject({ status: 'copied', sourceDigest: OLD_DIGEST });
    expect(await mirror.tagged()).toBe(OLD_DIGEST);
  });

  describe('where the target tag names something else', () => {
    const difference = 'the target tag 1 names other content than the source';

    beforeEach(async () => {
      await mirror.publish(NEW);
      await mirror.occupy(OLD);
    });

    async function expectUntouched(outcome: Outcome): Promise<void> {
      expect(outcome).toMatchObject({
        sourceDigest: NEW_DIGEST,
        targetDigest: OLD_DIGEST,
        previousDigest: null,
        error: null,
      });
      expect(wasWritten(mirror.target)).toBe(false);
      expect(await mirror.tagged()).toBe(OLD_DIGEST);
    }

    it('reports a conflict with both digests and writes nothing', async () => {
      const outcome = await mirror.sync({ onConflict: 'fail' });

      expect(outcome).toMatchObject({ status: 'conflict', reason: difference });
      await expectUntouched(outcome);
    });

    it('skips the image with the reason where onConflict is keep', async () => {
      const outcome = await mirror.sync({ onConflict: 'keep' });

      const reason = `${difference}, and onConflict is keep`;
      expect(outcome).toMatchObject({ status: 'skipped', reason });
      await expectUntouched(outcome);
    });

    it.each([
      { onConflict: 'overwrite' as const, force: false },
      { onConflict: 'fail' as const, force: true },
      { onConflict: 'keep' as const, force: true },
    ])('copies and tells what was replaced with %o', async (policy) => {
      const outcome = await mirror.sync(policy);

      expect(outcome).toMatchObject({
        status: 'copied',
        reason: null,
        targetDigest: NEW_DIGEST,
        previousDigest: OLD_DIGEST,
      });
      expect(await mirror.tagged()).toBe(NEW_DIGEST);
    });
  });

  it('warns that amd64Only selects nothing from an index', async () => {
    await mirror.publish(index([image(), image({ platform: 'linux/arm64' })]));

    const { status, warnings, platforms } = await mirror.sync({ amd64Only: true });

    expect(status).toBe('copied');
    expect(warnings).toEqual([
      'amd64Only selects nothing from an index: all its platforms are mirrored, platforms: [linux/amd64] would keep one',
    ]);
    expect(platforms).toEqual(['linux/amd64', 'linux/arm64']);
  });

  it('does not warn where amd64Only stands beside a single manifest', async () => {
    await mirror.publish(NEW);

    expect(await mirror.sync({ amd64Only: true })).toMatchObject({
      status: 'copied',
      warnings: [],
    });
  });

  it('says which reference the source does not have', async () => {
    const { status, error } = await mirror.sync();

    expect(status).toBe('failed');
    expect(error).toMatchObject({ kind: 'not-found', code: 'NOT_FOUND', side: 'source' });
    expect(error?.message).toContain(`${mirror.source.host}/app:1 does not exist`);
    expect(wasWritten(mirror.target)).toBe(false);
  });

  it('asks the target while the source thinks', async () => {
    await mirror.publish(NEW);
    const happens = () => untilAsked(mirror.target, 'HEAD', 'manifests/1');
    mirror.source.play({ method: 'HEAD', times: 1, do: { kind: 'meanwhile', happens } });

    expect(await mirror.sync()).toMatchObject({ status: 'copied', error: null });
  });

  it('asks the target again where the source was waited for for long', async () => {
    await mirror.publish(NEW);
    await mirror.sync();
    const asked = mirror.requestsFromNow();
    const happens = async () => {
      await expect.poll(() => asked().target).toHaveLength(1);
      await mirror.occupy(OLD);
      mirror.clock.advance(10 * 60_000);
    };
    mirror.source.play({ method: 'HEAD', times: 1, do: { kind: 'meanwhile', happens } });

    const outcome = await mirror.sync({ runId: SECOND_RUN });

    expect(outcome).toMatchObject({ status: 'conflict', targetDigest: OLD_DIGEST });
  });

  it('tells of the source where both sides fail', async () => {
    mirror.target.play({ path: /manifests/, do: { kind: 'status', status: 401 } });

    const { error } = await mirror.sync();

    expect(error).toMatchObject({ code: 'NOT_FOUND', side: 'source' });
  });

  it('spells a missing digest as references do', async () => {
    const { error } = await mirror.sync({ source: `${mirror.source.host}/app@${OLD_DIGEST}` });

    expect(error?.message).toContain(`${mirror.source.host}/app@${OLD_DIGEST} does not exist`);
  });

  it.each([
    [401, 'AUTHENTICATION_FAILED'],
    [403, 'DENIED'],
    [500, 'REGISTRY_UNAVAILABLE'],
  ])('never takes %i for an absent target', async (status, code) => {
    await mirror.publish(NEW);
    mirror.target.play({ path: /manifests/, do: { kind: 'status', status } });

    const outcome = await mirror.sync();

    expect(outcome).toMatchObject({ status: 'failed', targetDigest: null });
    expect(outcome.error).toMatchObject({ code, side: 'target' });
    expect(wasWritten(mirror.target)).toBe(false);
  });
});
