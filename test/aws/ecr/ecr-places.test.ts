import { describe, expect, it } from 'vitest';
import type { EcrRole, EcrToken } from '../../../lib/aws/ecr/ecr-issuer.ts';
import { createEcrPlaces } from '../../../lib/aws/ecr/ecr-places.ts';
import { SkippingClock } from '../../support/skipping-clock.ts';

const HOST = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
const LIFE_MS = 12 * 3_600_000;

function setUp(answer?: () => Promise<EcrToken | undefined>) {
  const clock = new SkippingClock();
  const asked: unknown[] = [];
  const places = createEcrPlaces({
    clock,
    issue: async (host, role) => {
      asked.push([host.kind, role]);
      const password = `planted-${asked.length}`;
      return answer
        ? await answer()
        : { username: 'AWS', password, expiresAt: clock.now() + LIFE_MS };
    },
  });
  const current = async (host: string, role?: EcrRole) =>
    (await places(host, role)?.read())?.current();
  return { clock, asked, places, current };
}

describe('createEcrPlaces', () => {
  it('knows no other registry', () => {
    expect(setUp().places('quay.io')).toBeUndefined();
  });

  it('asks for nothing before somebody needs it', async () => {
    const { asked, places } = setUp();

    await places(HOST)?.read();

    expect(asked).toEqual([]);
  });

  it('gives the token as user name and password, and keeps it', async () => {
    const { asked, current } = setUp();

    expect(await current(HOST)).toEqual({ kind: 'basic', username: 'AWS', password: 'planted-1' });
    await current(HOST);

    expect(asked).toEqual([['private', undefined]]);
  });

  it('renews the token a quarter of an hour before it expires', async () => {
    const { clock, current } = setUp();
    await current(HOST);

    clock.advance(LIFE_MS - 900_000 - 1);
    expect(await current(HOST)).toMatchObject({ password: 'planted-1' });
    clock.advance(1);
    expect(await current(HOST)).toMatchObject({ password: 'planted-2' });
  });

  it('has a token for each account, region and role', async () => {
    const { asked, current } = setUp();
    const role = { roleArn: 'arn:aws:iam::210987654321:role/mirror' };

    await current(HOST);
    await current(HOST.replace('eu-central-1', 'us-east-1'));
    await current(HOST.replace('123456789012', '210987654321'));
    await current(HOST, role);
    await current(HOST, { ...role, externalId: 'x' });
    await current(HOST, role);

    expect(asked).toHaveLength(5);
  });

  it('is anonymous where nobody may be asked as, and asks again after an hour', async () => {
    const { asked, clock, current } = setUp(async () => undefined);

    expect(await current('public.ecr.aws')).toBeUndefined();
    await current('public.ecr.aws');
    expect(asked).toHaveLength(1);
    clock.advance(3_600_000);
    await current('public.ecr.aws');

    expect(asked).toHaveLength(2);
  });

  it('says for which registry there is no token', async () => {
    const { current } = setUp(async () => {
      throw new Error('planted');
    });

    await expect(current(HOST)).rejects.toMatchObject({
      name: 'EcrError',
      message: expect.stringMatching(`^ECR gives no token for ${HOST}: `),
    });
  });
});
