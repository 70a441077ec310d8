import { describe, expect, it } from 'vitest';
import { image } from '../../support/image-builder.ts';
import { HUB_SECRET } from '../support/cloud-stack.ts';
import { jsonLines } from '../support/observations.ts';
import type { Stage } from '../support/stage.ts';

const ADMIN = 'arn:aws:iam::123456789012:role/admin';

/** Texts of images.yaml that cannot be used, and such as overtake others. */
export function definitionStories(stage: () => Stage): void {
  it('keeps the last good definition in force when the newest is broken, and says where', async () => {
    const { cloud } = stage();
    await mirrorApp(stage());

    await stage().write('images:\n  - source: quay.io/a:1\n    targt: b\n');
    await cloud.settle();
    stage().schedule();
    await cloud.settle();

    expect(stage().announced('Definition Broken')[0]).toMatchObject({
      problems: [{ line: 3, column: 5 }],
    });
    expect(cloud.parts.delivery.bus.matched('Broken')).toBeGreaterThan(0);
    expect(jsonLines(cloud.function('plan').lines)).toContainEqual(
      expect.objectContaining({ level: 'ERROR', line: 3, column: 5 }),
    );
    expect(await stage().latestRun()).toMatchObject({
      trigger: 'schedule',
      counts: { unchanged: 1 },
    });
  });

  it('keeps the last good definition in force when the file is deleted', async () => {
    const { cloud } = stage();
    await mirrorApp(stage());

    await stage().write(undefined);
    await cloud.settle();
    stage().schedule();
    await cloud.settle();

    expect(stage().announced('Definition Broken')[0]).toMatchObject({ version: null });
    expect(await stage().latestRun()).toMatchObject({
      trigger: 'schedule',
      counts: { unchanged: 1 },
    });
  });

  describe('a definition that asks for more than it may', () => {
    it.each([
      ['a secret', { 'quay.io': { credentials: { username: 'robot', password: HUB_SECRET } } }],
      ['plainHttp', { 'quay.io': { plainHttp: true } }],
      ['insecure', { 'quay.io': { insecure: true } }],
      ['a role', { 'quay.io': { credentials: { ecrRole: ADMIN } } }],
    ])('is refused with line and column: %s', async (_, registries) => {
      await stage().define([stage().entry('app')], { registries });
      await stage().cloud.settle();

      await expectRefusal(stage());
    });

    it('is refused with line and column: a target outside of the prefixes', async () => {
      const target = stage().target('app').replace('/external/', '/internal/');
      await stage().define([{ source: stage().source('app'), target }]);
      await stage().cloud.settle();

      await expectRefusal(stage());
    });
  });

  it('lets a newer definition overtake an older run', async () => {
    const { cloud } = stage();
    for (const app of ['old', 'new']) await stage().publish(app, image({ seed: 501 }));
    stage().eventSource('Compare').paused = true;
    await stage().define([stage().entry('old')]);
    await cloud.settle();
    await stage().define([stage().entry('new')]);
    await cloud.settle();

    stage().eventSource('Compare').paused = false;
    await cloud.settle();

    expect(await stage().ledger.reader.listRuns({ limit: 5 })).toMatchObject([
      { state: 'completed', counts: { copied: 1 } },
      { state: 'superseded', counts: { copied: 0 } },
    ]);
    expect(await stage().mirrored('old')).toEqual([]);
    expect(await stage().mirrored('new')).toEqual(['1']);
  });
}

async function mirrorApp(stage: Stage): Promise<void> {
  await stage.publish('app', image({ seed: 500 }));
  await stage.define([stage.entry('app')]);
  await stage.cloud.settle();
}

async function expectRefusal(stage: Stage): Promise<void> {
  const place = { line: expect.any(Number), column: expect.any(Number) };
  expect(stage.announced('Definition Broken')).toMatchObject([{ problems: [place] }]);
  expect(jsonLines(stage.cloud.function('plan').lines)).toContainEqual(
    expect.objectContaining({ level: 'ERROR', ...place }),
  );
  expect(await stage.ledger.reader.listRuns({ limit: 5 })).toEqual([]);
  expect(stage.cloud.parts.registries.requests).toEqual([]);
}
