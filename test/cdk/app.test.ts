import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { afterAll, describe, expect, it } from 'vitest';
import { createApp } from '../../lib/cdk/app.ts';
import { SETTINGS_KEY } from '../../lib/cdk/settings.ts';
import { contextOfCdk, type SynthesisedTemplate } from '../support/cdk.ts';
import { allowedBy, propertiesOf } from '../support/template.ts';

/** Every setting that brings resources or permissions of its own. */
const EVERYTHING = {
  stackName: 'Mirror',
  account: '111122223333',
  region: 'eu-central-1',
  targets: [
    { prefix: 'external/', repositories: { lifecyclePolicy: { rules: [] }, tags: { a: 'b' } } },
    {
      prefix: 'mirror/',
      account: '444455556666',
      region: 'us-east-1',
      roleName: 'image-syncer-target',
      externalId: 'a-shared-word',
    },
  ],
  definition: { kind: 'codecommit', repositoryName: 'mirrored-images' },
  registries: {
    'docker.io': { secret: 'docker-hub' },
    'public.ecr.aws': {},
    'ecr.internal': { uploads: 'ecr' },
    '777788889999.dkr.ecr.eu-west-1.amazonaws.com': { pullPrefixes: ['base/'] },
  },
  worker: { chunkFromMiB: 1024, chunkSizeMiB: 64, resumeHashFromMiB: 2048 },
  encryptionKey: 'create',
  network: {
    vpcId: 'vpc-0123456789abcdef0',
    availabilityZones: ['eu-central-1a'],
    subnetIds: ['subnet-0123456789abcdef0'],
  },
  permissionsBoundary: 'arn:aws:iam::111122223333:policy/bounds',
  alarmEmail: 'ops@example.com',
  eventBusName: 'platform',
  tracing: true,
};

describe('createApp', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-app-'));

  afterAll(() => rmSync(folder, { recursive: true }));

  function create(name: string, settings: unknown): App {
    const context = { ...contextOfCdk(), [SETTINGS_KEY]: settings };
    // What is deployed is not asked for here, so that nothing is bundled.
    return createApp({
      outdir: join(folder, name),
      context: { ...context, 'aws:cdk:bundling-stacks': [] },
    });
  }

  /** What cdk-nag, CloudFormation's rules and CDK itself found. */
  function findings(name: string): unknown {
    const report = JSON.parse(readFileSync(join(folder, name, 'validation-report.json'), 'utf8'));
    return report.pluginReports;
  }

  it('finds nothing that is not explained in what cdk.json describes', { timeout: 60_000 }, () => {
    const app = create('default', contextOfCdk()[SETTINGS_KEY]);

    const [stack, ...others] = app.synth().stacks;

    expect(stack?.stackName).toBe('ImageSyncer');
    expect(others).toEqual([]);
    expect(findings('default')).toEqual([]);
  });

  it('finds nothing either in everything that can be set, another account included', {
    timeout: 60_000,
  }, () => {
    const assembly = create('everything', EVERYTHING).synth();

    const other = assembly.stacks.find(({ stackName }) => stackName !== 'Mirror')?.template;
    const syncer: SynthesisedTemplate = assembly.getStackByName('Mirror').template;
    const role = 'arn:aws:iam::444455556666:role/image-syncer-target';
    expect(findings('everything')).toEqual([]);
    expect(allowedBy(syncer, 'SyncRole')).toContain(`sts:AssumeRole on ${role}`);
    expect(propertiesOf(other, 'AWS::IAM::Role').RoleName).toBe('image-syncer-target');
    const worker = propertiesOf(syncer, 'AWS::Lambda::Function', 'SyncFunction');
    expect(worker.Environment.Variables).toMatchObject({
      CHUNK_FROM_BYTES: String(2 ** 30),
      CHUNK_BYTES: String(2 ** 26),
      RESUME_HASH_FROM_BYTES: String(2 ** 31),
      REGISTRIES: expect.stringContaining('"ecr.internal":{"uploads":"ecr"}'),
    });
  });

  it('deploys what was bundled beforehand', () => {
    const handlers = join(folder, 'bundled');
    mkdirSync(handlers);
    writeFileSync(join(handlers, 'sync.mjs'), 'export const handler = 1;');
    const outdir = join(folder, 'beforehand');
    const context = { [SETTINGS_KEY]: contextOfCdk()[SETTINGS_KEY] };

    createApp({ handlers, outdir, context });

    expect(globSync('asset.*/*', { cwd: outdir })).toEqual([
      expect.stringMatching(/^asset\.[0-9a-f]{64}\/sync\.mjs$/),
    ]);
  });

  it('asks for another name where two targets would have one role', () => {
    const [, target] = EVERYTHING.targets;
    const settings = { ...EVERYTHING, targets: [target, { ...target, prefix: 'other/' }] };

    expect(() => create('twice', settings)).toThrow(
      /targets: roleName image-syncer-target is there twice for 444455556666/,
    );
  });

  it.each([
    ['account', { ...EVERYTHING, account: undefined }, "expected the syncer's own account"],
    [
      'externalId',
      { ...EVERYTHING, targets: [{ prefix: 'a/', account: '444455556666', roleName: 'r' }] },
      'needs account and externalId too',
    ],
  ])('asks for the %s that a role in another account takes', (_, settings, message) => {
    expect(() => create('asked', JSON.parse(JSON.stringify(settings)))).toThrow(message);
  });
});
