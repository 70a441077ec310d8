import { expect, it } from 'vitest';
import { image } from '../../support/image-builder.ts';
import { ECR_HOST, OTHER_ECR_HOST } from '../support/cloud-stack.ts';
import { logInAtHub } from '../support/log-in-at-hub.ts';
import type { Stage } from '../support/stage.ts';

/** What people ask of the planner. */
export function byHandStories(stage: () => Stage): void {
  it('foresees a run without writing a thing, with the rights of workers to read', async () => {
    const { cloud } = stage();
    await logInAtHub(stage(), 'of the hub');
    await stage().publish('hub', image({ seed: 901 }), { host: 'docker.io' });
    await stage().publish('far', image({ seed: 902 }));
    await stage().define([stage().entry('own')]);
    await stage().publish('own', image({ seed: 903 }));
    await cloud.settle();
    cloud.parts.gateway.clear();

    const outcome = await cloud.invoke('plan', {
      dryRun: true,
      definition: JSON.stringify({ images: entriesOf(stage()) }),
    });

    const statuses = Object(outcome).result.images.map(({ status }: { status: string }) => status);
    expect(statuses).toEqual(['copied', 'copied', 'copied']);
    expect(cloud.parts.gateway.calls.filter(({ action }) => WRITING.test(action))).toEqual([]);
    expect(await stage().mirrored('hub')).toEqual([]);
  });

  it('runs those images alone that are named', async () => {
    const { cloud } = stage();
    for (const app of ['one', 'two']) await stage().publish(app, image({ seed: 910 }));
    stage().eventSource('Compare').paused = true;
    await stage().define(['one', 'two'].map((app) => stage().entry(app)));
    await cloud.settle();

    await cloud.invoke('plan', { only: ['*/two:1'] });

    expect(await stage().latestRun()).toMatchObject({ trigger: 'manual', expected: 1 });
  });

  it('tries again what has failed', async () => {
    const { cloud } = stage();
    await stage().define(['good', 'late'].map((app) => stage().entry(app)));
    await stage().publish('good', image({ seed: 920 }));
    await cloud.settle();
    await stage().publish('late', image({ seed: 921 }));

    await cloud.invoke('plan', { retry: 'failing' });
    await cloud.settle();

    expect(await stage().statuses('good', 'late')).toEqual({ good: 'copied', late: 'copied' });
    expect(await stage().latestRun()).toMatchObject({ trigger: 'retry', counts: { copied: 1 } });
  });
}

/** From docker.io, to another account, and on from what the account itself has. */
function entriesOf(stage: Stage): readonly object[] {
  const far = stage.target('far', '1', OTHER_ECR_HOST);
  return [
    { source: stage.source('hub', { host: 'docker.io' }), target: stage.target('hub') },
    { source: stage.source('far'), target: far },
    {
      source: `${ECR_HOST}/${stage.targetRepository('own')}`,
      target: 'mirror.example/scenario/own',
      tags: { semver: '*' },
      platforms: ['linux/amd64'],
    },
  ];
}

const WRITING = /^(?:PutItem|UpdateItem|DeleteItem|TransactWriteItems|SendMessage.*|PutEvents)$/;
