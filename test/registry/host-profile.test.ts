import { describe, expect, it } from 'vitest';
import { NAMED_PROFILES, profileOf } from '../../lib/registry/host-profile.ts';
import { Registries, type RegistrySettings } from '../../lib/registry/registries.ts';
import { SkippingClock } from '../support/skipping-clock.ts';

const GENERIC = {
  mountable: 'uploaded',
  minChunkBytes: 0,
  sessions: 'status',
  listsForPushers: true,
};
const ECR = {
  mountable: 'referenced',
  minChunkBytes: 5_242_880,
  sessions: 'sender',
  listsForPushers: false,
};

function mountableAt(registry: string, settings: RegistrySettings = {}) {
  const registries = new Registries({
    settingsOf: () => settings,
    retry: { retries: 0, clock: new SkippingClock(), random: () => 0 },
  });
  return registries.open({ registry, repository: 'app' }, 'pull,push').mountable;
}

describe('profileOf', () => {
  it.each([
    ['docker.io', GENERIC],
    ['registry.example:5000', GENERIC],
    ['123456789012.dkr.ecr.eu-central-1.amazonaws.com', ECR],
    ['123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com', ECR],
    ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn', ECR],
    ['123456789012.dkr-ecr.eu-central-1.on.aws', ECR],
    ['public.ecr.aws', { ...ECR, mountable: 'never' }],
    ['123456789012.dkr.ecr.eu-central-1.amazonaws.com.example', GENERIC],
    ['europe-docker.pkg.dev', { ...GENERIC, sessions: 'none' }],
    ['eu.gcr.io', { ...GENERIC, sessions: 'none' }],
    ['ghcr.io', { ...GENERIC, sessions: 'none' }],
  ])('of %s', (host, profile) => {
    expect(profileOf(host)).toEqual(profile);
  });
});

describe('a profile that is named', () => {
  it.each([
    ['standard', GENERIC],
    ['ecr', ECR],
    ['whole', { ...GENERIC, sessions: 'none' }],
  ] as const)('%s', (name, profile) => {
    expect(NAMED_PROFILES[name]).toEqual(profile);
  });
});

describe('a repository', () => {
  it('says when its blobs can be mounted', () => {
    expect(mountableAt('registry.example')).toBe('uploaded');
    expect(mountableAt('123456789012.dkr.ecr.eu-central-1.amazonaws.com')).toBe('referenced');
  });

  it('says what the settings of its registry do', () => {
    expect(mountableAt('registry.example', { profile: { mountable: 'never' } })).toBe('never');
  });
});
