import { describe, expect, it, vi } from 'vitest';
import { createIntroduce } from '../../../lib/aws/planner/introduce.ts';
import { MemoryServiceRecords } from '../../support/memory-planning.ts';

const SELF = { planFunction: 'plan', region: 'eu-central-1' };

describe('createIntroduce', () => {
  it.each([
    ['nobody is known', undefined],
    ['another function is known', { ...SELF, planFunction: 'former' }],
    ['another region is known', { ...SELF, region: 'us-east-1' }],
  ])('keeps who plans where %s', async (_, known) => {
    const services = new MemoryServiceRecords();
    if (known) await services.keep(known);

    await createIntroduce(services, SELF)();

    expect(await services.read()).toEqual(SELF);
  });

  it('writes nothing that is known, and reads it once', async () => {
    const services = new MemoryServiceRecords();
    await services.keep(SELF);
    const [read, keep] = [vi.spyOn(services, 'read'), vi.spyOn(services, 'keep')];
    const introduce = createIntroduce(services, SELF);

    await introduce();
    await introduce();

    expect(read).toHaveBeenCalledTimes(1);
    expect(keep).not.toHaveBeenCalled();
  });
});
