import * as z from 'zod';
import { uploadsSchema } from '../definition/schema/uploads-schema.ts';
import { PropsError } from './errors.ts';
import * as formats from './settings-formats.ts';
import { expectationOf, mistakesOf } from './settings-mistakes.ts';

/** The key of cdk.json's context that holds the settings. */
export const SETTINGS_KEY = 'image-syncer';

const text = z.string().min(1);

const LIFECYCLE_POLICY =
  'expected an object, the JSON of the policy itself without quotes around it, such as { "rules": [] }';

const repositorySettings = z.strictObject({
  create: z.boolean().exactOptional(),
  mutability: z
    .enum(['MUTABLE', 'IMMUTABLE', 'MUTABLE_WITH_EXCLUSION', 'IMMUTABLE_WITH_EXCLUSION'])
    .exactOptional(),
  exclusions: z.array(text).exactOptional(),
  scanOnPush: z.boolean().exactOptional(),
  kmsKeyArn: formats.keyArn.exactOptional(),
  /** As ECR takes it, written out in JSON. */
  lifecyclePolicy: z.record(z.string(), z.json(), LIFECYCLE_POLICY).exactOptional(),
  tags: z.record(z.string(), z.string()).exactOptional(),
});

const target = z.strictObject({
  prefix: z.string(),
  account: formats.account.exactOptional(),
  region: formats.region.exactOptional(),
  /** Of a role that is there already. */
  roleArn: formats.roleArn.exactOptional(),
  /** Of the role that a stack of this app makes in `account`, which then has to be given, like `externalId`. */
  roleName: formats.roleName.exactOptional(),
  externalId: formats.externalId.exactOptional(),
  repositories: repositorySettings.exactOptional(),
});

const secrets = z.union(
  [formats.secret, z.array(formats.secret).min(1)],
  'expected the name of a secret, such as image-syncer/docker-hub, or its complete ARN, or a list of them',
);

const registry = z
  .strictObject({
    /** Name or complete ARN of a secret, or those of several accounts that take turns. */
    secret: secrets.exactOptional(),
    /** Of the key that the secrets are encrypted with, where that is one of yours. */
    secretKeyArn: formats.keyArn.exactOptional(),
    roleArn: formats.roleArn.exactOptional(),
    externalId: formats.externalId.exactOptional(),
    pullPrefixes: z.array(z.string()).exactOptional(),
    plainHttp: z.boolean().exactOptional(),
    privateAddresses: z.boolean().exactOptional(),
    uploads: uploadsSchema.exactOptional(),
    maxConnections: z.int().positive().exactOptional(),
    targetPrefix: z.string().exactOptional(),
  })
  .refine(
    ({ secret, secretKeyArn }) => secretKeyArn === undefined || secret !== undefined,
    'expected secret beside secretKeyArn, which is the key of one',
  );

const definition = z.discriminatedUnion(
  'kind',
  [
    z
      .strictObject({
        kind: z.literal('s3'),
        bucketName: formats.bucketName.exactOptional(),
        key: text.exactOptional(),
        /** Of the key that the given bucket is encrypted with, where that is one of yours. */
        bucketKeyArn: formats.keyArn.exactOptional(),
      })
      .refine(
        ({ bucketName, bucketKeyArn }) => bucketKeyArn === undefined || bucketName !== undefined,
        'expected bucketName beside bucketKeyArn, which is the key of one that is there already',
      ),
    z
      .strictObject({
        kind: z.literal('codecommit'),
        /** Of a repository that is there already. */
        repository: formats.codeCommitName.exactOptional(),
        /** Of the repository that is created. */
        repositoryName: formats.codeCommitName.exactOptional(),
        branch: formats.branch.exactOptional(),
        path: text.exactOptional(),
      })
      .refine(
        ({ repository, repositoryName }) =>
          repository === undefined || repositoryName === undefined,
        'expected repository, which is there already, or repositoryName, which is created',
      ),
  ],
  'expected kind "s3" or "codecommit"',
);

const schedule = z.strictObject({
  expression: z.string().exactOptional(),
  timeZone: z.string().exactOptional(),
  flexibleWindowMinutes: z.int().min(1).max(1440).exactOptional(),
});

/** Of bytes, in whole MiB. */
const mebibytes = z.int().max(1024 ** 2);

const worker = z.strictObject({
  memoryMiB: z.int().min(512).max(10_240).exactOptional(),
  timeoutSeconds: z.int().min(120).max(900).exactOptional(),
  compareConcurrency: z.int().min(2).max(1000).exactOptional(),
  copyConcurrency: z.int().min(2).max(1000).exactOptional(),
  maxReceives: z.int().min(1).max(1000).exactOptional(),
  chunkFromMiB: mebibytes.min(1).exactOptional(),
  chunkSizeMiB: mebibytes.min(5).exactOptional(),
  resumeHashFromMiB: mebibytes.min(1).exactOptional(),
});

const network = z.strictObject({
  vpcId: formats.idOf('vpc'),
  availabilityZones: z.array(text).min(1),
  subnetIds: formats.idsOf('subnet'),
  securityGroupIds: formats.idsOf('sg').exactOptional(),
});

/** What cdk.json can say; whatever is absent is left to the construct's defaults. */
const settingsSchema = z.strictObject({
  stackName: formats.stackName.exactOptional(),
  account: formats.account.exactOptional(),
  region: formats.region.exactOptional(),
  targets: z.array(target),
  definition: definition.exactOptional(),
  registries: z.record(z.string(), registry).exactOptional(),
  schedule: z
    .union([z.literal(false), schedule], 'expected false or an object in { }')
    .exactOptional(),
  staleAfterHours: z.number().positive().exactOptional(),
  runTimeoutHours: z.number().min(0.1).max(8760).exactOptional(),
  worker: worker.exactOptional(),
  plannerMemoryMiB: z.int().min(256).max(10_240).exactOptional(),
  putImageRate: z.number().min(0.1).max(1000).exactOptional(),
  /** `create`, or the ARN of a key whose policy admits what docs/operations.md lists. */
  encryptionKey: formats.encryptionKey.exactOptional(),
  network: network.exactOptional(),
  permissionsBoundary: formats.policyArn.exactOptional(),
  logRetentionDays: formats.retentionDays.exactOptional(),
  historyRetentionDays: z.int().positive().max(36_500).exactOptional(),
  alarmTopicArn: formats.topicArn.exactOptional(),
  alarmEmail: formats.email.exactOptional(),
  eventBusName: formats.eventBusName.exactOptional(),
  removalPolicy: z.enum(['retain', 'destroy']).exactOptional(),
  serviceName: formats.serviceName.exactOptional(),
  tracing: z.boolean().exactOptional(),
  environment: z.record(z.string(), z.string()).exactOptional(),
});

export type Settings = z.infer<typeof settingsSchema>;
export type TargetSettings = z.infer<typeof target>;
export type RegistrySettings = z.infer<typeof registry>;
export type DefinitionSettings = z.infer<typeof definition>;
export type NetworkSettings = z.infer<typeof network>;

/** Reads the settings; throws a {@link PropsError} that names every key that is wrong, and what is expected of it. */
export function parseSettings(value: unknown): Settings {
  const parsed = settingsSchema.safeParse(value ?? {}, { error: expectationOf, reportInput: true });
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.flatMap((issue) => mistakesOf(issue));
  throw settingsError(...mistakes);
}

/** What to throw for `mistakes`, a line each. */
export function settingsError(...mistakes: readonly string[]): PropsError {
  const lines = mistakes.map((mistake) => `  ${SETTINGS_KEY}${mistake}`);
  return new PropsError(`The context "${SETTINGS_KEY}" of cdk.json is wrong:\n${lines.join('\n')}`);
}
