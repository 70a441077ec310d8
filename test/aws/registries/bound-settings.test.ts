import { describe, expect, it } from 'vitest';
import type { EcrRole } from '../../../lib/aws/ecr/ecr-issuer.ts';
import { createEcrCredentials } from '../../../lib/aws/ecr/ecr-places.ts';
import type { BoundRegistries, BoundTarget } from '../../../lib/aws/environment.ts';
import { createBoundSettings } from '../../../lib/aws/registries/bound-settings.ts';
import { createTargetFinder } from '../../../lib/aws/registries/bound-target.ts';
import { SkippingClock } from '../../support/skipping-clock.ts';

const ECR = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
const SECRET = { kind: 'basic', username: 'u', password: 'planted' } as const;

/** Settings of a stack's bindings, and the roles that ECR was asked as. */
function setUp(registries: BoundRegistries, targets: readonly BoundTarget[] = []) {
  const roles: (EcrRole | undefined)[] = [];
  const issue = async (_: unknown, role?: EcrRole) => {
    roles.push(role);
    return { username: 'AWS', password: 'planted', expiresAt: Number.POSITIVE_INFINITY };
  };
  const settingsOf = createBoundSettings({
    registries,
    targetOf: createTargetFinder(targets, registries),
    secretCredentials: () => SECRET,
    ecrCredentials: createEcrCredentials({ clock: new SkippingClock(), issue }),
  });
  const ask = async (registry: string, repository: string) => {
    const { credentials } = settingsOf({ registry, repository });
    if (credentials?.kind === 'provider') await credentials.current();
  };
  return { settingsOf, ask, roles };
}

describe('createBoundSettings', () => {
  it('is anonymous, and by TLS, where nothing is bound', () => {
    const { settingsOf } = setUp({});

    expect(settingsOf({ registry: 'r.example', repository: 'a' })).toEqual({
      scope: 'r.example',
      plainHttp: false,
      maxConnections: undefined,
      credentials: undefined,
    });
  });

  it('has what is bound to the very host', () => {
    const { settingsOf } = setUp({
      'r.example': { secret: 'arn', maxConnections: 3, privateAddresses: true, uploads: 'ecr' },
    });
    const of = (registry: string) => settingsOf({ registry, repository: 'a' });

    expect(of('r.example')).toMatchObject({
      credentials: SECRET,
      maxConnections: 3,
      privateAddresses: true,
      profile: { mountable: 'referenced', sessions: 'sender' },
    });
    for (const other of ['r.example:5000', 'a.r.example', 'r.example.evil', 'example']) {
      expect(of(other).credentials).toBeUndefined();
    }
  });

  it('has the token of a registry of ECR as nobody else', async () => {
    const { ask, roles } = setUp({});

    await ask(ECR, 'a');

    expect(roles).toEqual([undefined]);
  });

  it('has the role of the registry, and below a target that of the target, in a scope of its own', async () => {
    const role = { roleArn: 'arn:target', externalId: 'x' };
    const target = { registry: ECR, prefix: 'external/', ...role };
    const { ask, roles, settingsOf } = setUp({ [ECR]: { roleArn: 'arn:registry' } }, [target]);

    await ask(ECR, 'a');
    await ask(ECR, 'external/a');

    expect(roles).toEqual([{ roleArn: 'arn:registry' }, role]);
    expect(settingsOf({ registry: ECR, repository: 'a' }).scope).toBe(ECR);
    expect(settingsOf({ registry: ECR, repository: 'external/a' }).scope).toBe(`${ECR}/external/`);
  });

  it('asks for the public registry as somebody only where that is declared', async () => {
    const [undeclared, declared] = [setUp({}), setUp({ 'public.ecr.aws': {} })];

    await undeclared.ask('public.ecr.aws', 'a');
    await declared.ask('public.ecr.aws', 'a');

    expect(undeclared.roles).toEqual([]);
    expect(declared.roles).toEqual([undefined]);
  });
});
