import * as z from 'zod';
import { uploadsSchema } from '../definition/schema/uploads-schema.ts';

/** What the stack tells its functions: the one place where both sides' names of variables stand. */
export const VARIABLES = {
  tableName: 'TABLE_NAME',
  /** Names this deployment in events, metrics and logs. */
  service: 'POWERTOOLS_SERVICE_NAME',
  metricsNamespace: 'POWERTOOLS_METRICS_NAMESPACE',
  eventBusName: 'EVENT_BUS_NAME',
  /** JSON of {@link BoundRegistries}. */
  registries: 'REGISTRIES',
  /** JSON of {@link BoundTarget}s. */
  targets: 'TARGETS',
  /** JSON of a {@link DefinitionPlace}. */
  definition: 'DEFINITION',
  compareQueueUrl: 'COMPARE_QUEUE_URL',
  copyQueueUrl: 'COPY_QUEUE_URL',
  deadLetterQueueUrl: 'DEAD_LETTER_QUEUE_URL',
  /** How often a message is delivered before the queue gives it up. */
  maxReceives: 'MAX_RECEIVES',
  runTimeoutSeconds: 'RUN_TIMEOUT_SECONDS',
  historyDays: 'HISTORY_DAYS',
  /** Manifest PUTs a second, of all workers together, to the registry of one account and region. */
  putImageRate: 'PUT_IMAGE_RATE',
  /** Length of the smallest blob that goes up in chunks, and of a chunk. */
  chunkFromBytes: 'CHUNK_FROM_BYTES',
  chunkBytes: 'CHUNK_BYTES',
  /** Length of the smallest blob whose hash is saved with each chunk. */
  resumeHashFromBytes: 'RESUME_HASH_FROM_BYTES',
} as const;

const role = { roleArn: z.string().min(1).exactOptional(), externalId: z.string().exactOptional() };

/** What the stack binds to a registry's host: nothing of it can be said by images.yaml. */
const boundRegistrySchema = z.strictObject({
  /**
   * ARN of a secret of Secrets Manager: JSON with `username` and `password` (or `accessToken`), or with `token`.
   * Several are those of accounts that take turns in reading.
   */
  secret: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).exactOptional(),
  /** Assumed to ask ECR for a token, where the host is an ECR registry. */
  ...role,
  plainHttp: z.boolean().exactOptional(),
  /** Whether it may lead to private addresses although it is at a public one. */
  privateAddresses: z.boolean().exactOptional(),
  /** Where it takes blobs otherwise than its host name tells. */
  uploads: uploadsSchema.exactOptional(),
  maxConnections: z.int().positive().exactOptional(),
});

/** By host, as a reference spells it. */
const boundRegistriesSchema = z.record(z.string(), boundRegistrySchema);

/** How an ECR repository is made that is missing. */
const repositorySettingsSchema = z.strictObject({
  mutability: z.enum([
    'MUTABLE',
    'IMMUTABLE',
    'MUTABLE_WITH_EXCLUSION',
    'IMMUTABLE_WITH_EXCLUSION',
  ]),
  /** Wildcards of tags, with the two mutabilities that have exclusions. */
  exclusions: z.array(z.string()),
  scanOnPush: z.boolean(),
  /** Absent: AES-256 with a key of ECR's. */
  kmsKeyArn: z.string().exactOptional(),
  /** A lifecycle policy as ECR takes it, JSON. */
  lifecyclePolicy: z.string().exactOptional(),
  tags: z.record(z.string(), z.string()),
});

/** Where images may go. */
const boundTargetSchema = z.strictObject({
  registry: z.string().min(1),
  /** Begins every repository that may be written, such as `external/`; empty for a whole registry that is not ECR. */
  prefix: z.string(),
  ...role,
  /** Absent: repositories that are missing are an error. */
  create: repositorySettingsSchema.exactOptional(),
});

const definitionPlaceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('s3'), bucket: z.string(), key: z.string() }),
  z.strictObject({
    kind: z.literal('codecommit'),
    repository: z.string(),
    branch: z.string(),
    path: z.string(),
  }),
]);

export type BoundRegistries = Readonly<z.infer<typeof boundRegistriesSchema>>;
export type BoundRegistry = Readonly<z.infer<typeof boundRegistrySchema>>;
export type BoundTarget = Readonly<z.infer<typeof boundTargetSchema>>;
export type RepositorySettings = Readonly<z.infer<typeof repositorySettingsSchema>>;
export type DefinitionPlace = Readonly<z.infer<typeof definitionPlaceSchema>>;

const VARIABLE = z.string().min(1);
const NUMBER = z
  .string()
  .regex(/^\d+(?:\.\d+)?$/)
  .transform(Number);

const ledgerVariables = {
  [VARIABLES.tableName]: VARIABLE,
  [VARIABLES.service]: VARIABLE,
  [VARIABLES.eventBusName]: VARIABLE,
  [VARIABLES.historyDays]: NUMBER,
};

const registryVariables = {
  [VARIABLES.registries]: jsonOf(boundRegistriesSchema),
  [VARIABLES.targets]: jsonOf(z.array(boundTargetSchema)),
};

/** What the planner is told. */
export const planEnvironment = z.object({
  ...ledgerVariables,
  ...registryVariables,
  [VARIABLES.definition]: jsonOf(definitionPlaceSchema),
  [VARIABLES.compareQueueUrl]: VARIABLE,
  [VARIABLES.runTimeoutSeconds]: NUMBER,
});

/** What a worker is told. */
export const syncEnvironment = z.object({
  ...ledgerVariables,
  ...registryVariables,
  [VARIABLES.metricsNamespace]: VARIABLE,
  [VARIABLES.compareQueueUrl]: VARIABLE,
  [VARIABLES.copyQueueUrl]: VARIABLE,
  [VARIABLES.deadLetterQueueUrl]: VARIABLE,
  [VARIABLES.maxReceives]: NUMBER,
  [VARIABLES.putImageRate]: NUMBER,
  [VARIABLES.chunkFromBytes]: NUMBER,
  [VARIABLES.chunkBytes]: NUMBER,
  [VARIABLES.resumeHashFromBytes]: NUMBER,
});

/** What the consumer of dead letters is told. */
export const deadLetterEnvironment = z.object({
  ...ledgerVariables,
  [VARIABLES.metricsNamespace]: VARIABLE,
});

function jsonOf<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'is no JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);
}
