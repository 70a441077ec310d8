import { beforeEach, describe, expect, it } from 'vitest';
import type { DefinedCredentials, Definition } from '../../lib/definition/definition.ts';
import type { SettingSources } from '../../lib/local/registry-settings.ts';
import type { Credentials } from '../../lib/registry/credentials.ts';
import { BY_DOCKER, IMAGES, LOGIN, parse, useSettling } from '../support/settling.ts';

const BY_CLOUD: Credentials = { kind: 'basic', username: 'AWS', password: "cloud's" };
const ETCD = { registry: 'quay.io', repository: 'coreos/etcd' };
const ROLE = { kind: 'ecr', roleArn: 'arn:aws:iam::210987654321:role/x' } as const;

function withCredentials(registry: string, credentials: DefinedCredentials): Definition {
  return { ...parse({ images: IMAGES }), registries: new Map([[registry, { credentials }]]) };
}

describe('settleRegistries with a cloud', () => {
  const settling = useSettling();
  const asked: unknown[] = [];

  beforeEach(() => {
    asked.length = 0;
  });

  const cloudCredentials: SettingSources['cloudCredentials'] = (registry, role) => {
    if (registry !== 'quay.io') return undefined;
    asked.push(role);
    return { scope: registry, words: 'ECR', read: async () => BY_CLOUD };
  };

  it('asks it last', async () => {
    const settled = await settling().settle({ images: IMAGES }, { cloudCredentials });

    expect(settled.settingsOf(ETCD).credentials).toEqual(BY_CLOUD);
    expect(settled.credentialsOf(ETCD)).toBe('ECR');
  });

  it('does not use what it says where a file knows the registry', async () => {
    await settling().logIn({ 'quay.io': LOGIN });

    const settled = await settling().settle({ images: IMAGES }, { cloudCredentials });

    expect(settled.settingsOf(ETCD).credentials).toEqual(BY_DOCKER);
  });

  it('asks it as the role that the definition names', async () => {
    await settling().logIn({ 'quay.io': LOGIN });
    const definition = withCredentials('quay.io', ROLE);

    const settled = await settling().settleDefinition(definition, { cloudCredentials });

    expect(settled.settingsOf(ETCD).credentials).toEqual(BY_CLOUD);
    expect(settled.credentialsOf(ETCD)).toBe('registries.quay.io');
    expect(asked).toEqual([ROLE]);
  });

  it('refuses a role for a registry that is not in it', async () => {
    const definition = withCredentials('docker.io', ROLE);

    const settled = await settling().settleDefinition(definition, { cloudCredentials });

    const open = () => settled.settingsOf({ registry: 'docker.io', repository: 'library/busybox' });
    expect(open).toThrow('docker.io is not a registry of Amazon ECR');
  });
});
