import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Pace } from '../../lib/aws/pace.ts';
import type { ServiceRecords } from '../../lib/aws/service-records.ts';
import type { Clock } from '../../lib/clock.ts';
import { ManualClock } from './manual-clock.ts';

/** What planners keep, under test, with nothing kept yet. */
export interface PlanningUnderTest {
  readonly services: ServiceRecords;
  readonly pace: Pace;
  close?(): void | Promise<void>;
}

/** What the ports guarantee that planners and workers of a service share. */
export function plannerContract(
  name: string,
  open: (clock: Clock) => PlanningUnderTest | Promise<PlanningUnderTest>,
): void {
  describe(name, () => {
    let clock: ManualClock;
    let opened: PlanningUnderTest;

    beforeEach(async () => {
      clock = new ManualClock();
      opened = await open(clock);
    });

    afterEach(() => opened.close?.());

    it('remembers the functions of a service', async () => {
      expect(await opened.services.read()).toBeUndefined();

      for (const planFunction of ['former', 'plan']) {
        await opened.services.keep({ planFunction, region: 'eu-central-1' });
      }

      const record = { planFunction: 'plan', region: 'eu-central-1' };
      expect(await opened.services.read()).toEqual(record);
    });

    describe('pace', () => {
      const reserve = (registry = 'one.example', what = 'manifest-put') =>
        opened.pace.reserve(registry, what, { perSecond: 5, patienceMs: 30_000 });

      it('gives slots one after another', async () => {
        expect([await reserve(), await reserve(), await reserve()]).toEqual([0, 200, 400]);

        clock.advance(300);
        expect(await reserve()).toBe(300);
        clock.advance(10_000);
        expect([await reserve(), await reserve()]).toEqual([0, 200]);
      });

      it('gives each caller another slot among many at a time', async () => {
        const waits = await Promise.all(Array.from({ length: 10 }, () => reserve()));

        expect(waits.toSorted((one, other) => one - other)).toEqual(
          Array.from({ length: 10 }, (_, position) => position * 200),
        );
      });

      it('leaves to others what is further away than a caller would wait', async () => {
        const impatient = () =>
          opened.pace.reserve('one.example', 'manifest-put', { perSecond: 5, patienceMs: 300 });

        expect([await impatient(), await impatient()]).toEqual([0, 200]);
        expect([await impatient(), await impatient(), await reserve()]).toEqual([400, 400, 400]);
        clock.advance(400);
        expect(await impatient()).toBe(200);
      });

      it('keeps registries, and what is asked of them, apart', async () => {
        await reserve();

        expect(await reserve('other.example')).toBe(0);
        expect(await reserve('one.example', 'read')).toBe(0);
      });

      it('reserves nothing for a caller that was aborted', async () => {
        const signal = AbortSignal.abort(new Error('interrupted'));

        const reserved = opened.pace.reserve('one.example', 'manifest-put', {
          perSecond: 5,
          patienceMs: 30_000,
          signal,
        });

        await expect(reserved).rejects.toBe(signal.reason);
        expect(await reserve()).toBe(0);
      });
    });
  });
}
