import { z } from 'zod';
import { PropsError } from './errors.ts';

/** The key of cdk.json's context that holds the settings. */
export const SETTINGS_KEY = 'image-syncer';

const account = z.string().regex(/^\d{12}$/, 'expected twelve digits, in quotes');
const arnOf = (service: string) =>
  z.string().regex(new RegExp(`^arn:[\\w-]+:${service}:`), `expected an ARN of ${service}`);
const hours = z.number().positive();
const text = z.string().min(1);

const repositorySettings = z.strictObject({
  create: z.boolean().exactOptional(),
  mutability: z
    .enum(['MUTABLE', 'IMMUTABLE', 'MUTABLE_WITH_EXCLUSION', 'IMMUTABLE_WITH_EXCLUSION'])
    .exactOptional(),
  exclusions: z.array(text).exactOptional(),
  scanOnPush: z.boolean().exactOptional(),
  kmsKeyArn: arnOf('kms').exactOptional(),
  /** As ECR takes it, written out in JSON. */
  lifecyclePolicy: z.record(z.string(), z.json()).exactOptional(),
  tags: z.record(z.string(), z.string()).exactOptional(),
});

const target = z.strictObject({
  prefix: text,
  account: account.exactOptional(),
  region: text.exactOptional(),
  /** Of a role that is there already. */
  roleArn: arnOf('iam').exactOptional(),
  /** Of the role that a stack of this app makes in `account`, which then has to be given, like `externalId`. */
  roleName: text.exactOptional(),
  externalId: text.exactOptional(),
  repositories: repositorySettings.exactOptional(),
});

const registry = z.strictObject({
  /** Name or complete ARN of a secret. */
  secret: text.exactOptional(),
  /** Of the key that the secret is encrypted with, where that is one of yours. */
  secretKeyArn: arnOf('kms').exactOptional(),
  roleArn: arnOf('iam').exactOptional(),
  externalId: text.exactOptional(),
  pullPrefixes: z.array(text).exactOptional(),
  plainHttp: z.boolean().exactOptional(),
  maxConnections: z.int().positive().exactOptional(),
  targetPrefix: z.string().exactOptional(),
});

const definition = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('s3'),
    bucketName: text.exactOptional(),
    key: text.exactOptional(),
    /** Of the key that the given bucket is encrypted with, where that is one of yours. */
    bucketKeyArn: arnOf('kms').exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('codecommit'),
    /** Of a repository that is there already. */
    repository: text.exactOptional(),
    /** Of the repository that is created. */
    repositoryName: text.exactOptional(),
    branch: text.exactOptional(),
    path: text.exactOptional(),
  }),
]);

const schedule = z.strictObject({
  expression: z
    .string()
    .regex(/^(?:rate|cron)\(.+\)$/, 'expected rate(…) or cron(…), such as rate(6 hours)')
    .exactOptional(),
  timeZone: text.exactOptional(),
  flexibleWindowMinutes: z.int().min(1).max(1440).exactOptional(),
});

const worker = z.strictObject({
  memoryMiB: z.int().min(512).max(10_240).exactOptional(),
  timeoutSeconds: z.int().min(120).max(900).exactOptional(),
  compareConcurrency: z.int().min(2).max(1000).exactOptional(),
  copyConcurrency: z.int().min(2).max(1000).exactOptional(),
  maxReceives: z.int().min(1).max(1000).exactOptional(),
});

const network = z.strictObject({
  vpcId: text,
  availabilityZones: z.array(text).min(1),
  subnetIds: z.array(text).min(1),
  securityGroupIds: z.array(text).min(1).exactOptional(),
});

/** What cdk.json can say; whatever is absent is left to the construct's defaults. */
const settingsSchema = z.strictObject({
  stackName: text.exactOptional(),
  account: account.exactOptional(),
  region: text.exactOptional(),
  targets: z.array(target),
  definition: definition.exactOptional(),
  registries: z.record(text, registry).exactOptional(),
  schedule: z.union([z.literal(false), schedule]).exactOptional(),
  staleAfterHours: hours.exactOptional(),
  runTimeoutHours: hours.exactOptional(),
  worker: worker.exactOptional(),
  plannerMemoryMiB: z.int().min(256).max(10_240).exactOptional(),
  putImageRate: z.number().positive().exactOptional(),
  /** `create`, or the ARN of a key whose policy admits what docs/operations.md lists. */
  encryptionKey: z.union([z.literal('create'), arnOf('kms')]).exactOptional(),
  network: network.exactOptional(),
  permissionsBoundary: arnOf('iam').exactOptional(),
  /** One of the retentions that CloudWatch has, such as 90. */
  logRetentionDays: z.int().positive().exactOptional(),
  historyRetentionDays: z.int().positive().exactOptional(),
  alarmTopicArn: arnOf('sns').exactOptional(),
  alarmEmail: z.email().exactOptional(),
  eventBusName: text.exactOptional(),
  removalPolicy: z.enum(['retain', 'destroy']).exactOptional(),
  serviceName: text.exactOptional(),
  tracing: z.boolean().exactOptional(),
  environment: z.record(text, z.string()).exactOptional(),
});

export type Settings = z.infer<typeof settingsSchema>;
export type TargetSettings = z.infer<typeof target>;
export type RegistrySettings = z.infer<typeof registry>;
export type DefinitionSettings = z.infer<typeof definition>;
export type NetworkSettings = z.infer<typeof network>;

/** Reads the settings; throws a {@link PropsError} that names every key that is wrong, and what is expected of it. */
export function parseSettings(value: unknown): Settings {
  const parsed = settingsSchema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.flatMap(mistakesOf);
  throw new PropsError(
    `The context "${SETTINGS_KEY}" of cdk.json is wrong:\n${mistakes.join('\n')}`,
  );
}

function mistakesOf(issue: z.core.$ZodIssue): readonly string[] {
  const place = [SETTINGS_KEY, ...issue.path.map(String)];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `  ${[...place, key].join(' › ')}: there is no such setting`);
  }
  return [`  ${place.join(' › ')}: ${issue.message}`];
}
