import { describe, expect, it } from 'vitest';
import { dyingPlanners } from '../../support/dying-planners.ts';

describe('attend, told the same change again', () => {
  it('comes to one complete run wherever its planner died', async () => {
    const calls = await dyingPlanners({ kind: 'change' }, async (_, tellAgain) => {
      await tellAgain();
    });

    expect(calls).toBeGreaterThan(15);
  });

  it('comes to the same where workers were done with what had been sent', async () => {
    await dyingPlanners({ kind: 'change' }, async (world, tellAgain) => {
      await world.workOff();
      await tellAgain();
    });
  });

  it('comes to the same where the next planner dies too', { timeout: 20_000 }, async () => {
    for (let call = 1; call < 30; call += 4) {
      await dyingPlanners({ kind: 'change', step: 2 }, async (world, tellAgain) => {
        await tellAgain({ call, when: call % 2 === 0 ? 'before' : 'after' });
        world.clock.advance(60_000);
        await tellAgain();
      });
    }
  });

  it('comes to the same where the planner was called by hand', async () => {
    await dyingPlanners({ kind: 'manual' }, async (_, tellAgain) => {
      await tellAgain();
    });
  });
});
