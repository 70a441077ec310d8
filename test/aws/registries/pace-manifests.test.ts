import { describe, expect, it } from 'vitest';
import type { PaceOptions } from '../../../lib/aws/pace.ts';
import { createManifestPace } from '../../../lib/aws/registries/pace-manifests.ts';
import { SkippingClock } from '../../support/skipping-clock.ts';

const ECR = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';

/** A pace that has each wait `waitMs`, and what it was asked. */
function setUp(waitMs: number) {
  const clock = new SkippingClock();
  const asked: unknown[] = [];
  const pace = {
    reserve: async (registry: string, what: string, { perSecond, patienceMs }: PaceOptions) => {
      asked.push([registry, what, perSecond, patienceMs]);
      return waitMs;
    },
  };
  return { clock, asked, turn: createManifestPace({ pace, perSecond: 5, clock }) };
}

describe('createManifestPace', () => {
  it('waits for the turn that it reserves', async () => {
    const { asked, clock, turn } = setUp(200);

    await turn(ECR, {});

    expect(asked).toEqual([[ECR, 'manifest-put', 5, 30_000]]);
    expect(clock.slept).toEqual([200]);
  });

  it('goes on at once where it is free', async () => {
    const { clock, turn } = setUp(0);

    await turn(ECR, {});

    expect(clock.slept).toEqual([]);
  });

  it('leaves for later what would wait for more than half a minute', async () => {
    const { clock, turn } = setUp(30_001);

    await expect(turn(ECR, {})).rejects.toMatchObject({
      kind: 'throttled',
      code: 'THROTTLED',
      retryable: true,
      retryAfterMs: 30_001,
    });
    expect(clock.slept).toEqual([]);
  });

  it('slows no other registry down', async () => {
    const { asked, turn } = setUp(200);

    await turn('r.example', {});

    expect(asked).toEqual([]);
  });

  it('passes on why it was told to stop', async () => {
    const signal = AbortSignal.abort(new Error('deadline'));

    await expect(setUp(200).turn(ECR, { signal })).rejects.toThrow('deadline');
  });
});
