import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { parseDefinition } from '../../definition/parse.ts';
import { SharedBlobs } from '../../mirror/shared-blobs.ts';
import { SharedSources } from '../../mirror/shared-sources.ts';
import { SourceTags } from '../../mirror/source-tags.ts';
import { systemClock } from '../../mirror/system-clock.ts';
import { createDefinitionSource } from '../definition-source/create-definition-source.ts';
import { type DefinitionSource, LARGEST_DEFINITION_BYTES } from '../definition-source.ts';
import { type OpenDynamoDbLedger, openDynamoDbLedger } from '../dynamodb/open-dynamodb-ledger.ts';
import { planEnvironment, VARIABLES } from '../environment.ts';
import { createEvents } from '../events/create-events.ts';
import type { Log } from '../log.ts';
import { createAwsRepositories } from '../registries/create-aws-repositories.ts';
import { SqsQueue } from '../sqs/sqs-queue.ts';
import type { StandIns } from '../stand-ins.ts';
import { createPlanner, type Planner } from './create-planner.ts';
import { createForesee, type ForeseeDependencies } from './foresee.ts';
import { createIntroduce } from './introduce.ts';
import { type Continue, createInvokeItself } from './invoke-itself.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface PlannerStandIns extends StandIns {
  /** Default, of both: as the environment says. */
  readonly source?: DefinitionSource;
  readonly goOn?: Continue;
}

const DAY_MS = 86_400_000;
/** How often a request to a registry is repeated after a failure that may pass. */
const RETRIES = 3;

/** A planner has 15 minutes, and other registries to ask. */
const PATIENCE_MS = 120_000;

/** What Lambda tells a function of itself: docs.aws.amazon.com/lambda, "Defined runtime environment variables". */
const lambdaEnvironment = z.object({
  AWS_LAMBDA_FUNCTION_NAME: z.string().min(1),
  AWS_REGION: z.string().min(1),
});

/** The planner as the stack has set it up; throws where a variable is missing. Nothing is asked before it is called. */
export function composePlanner(
  environment: Environment,
  log: Log,
  standIns: PlannerStandIns = {},
): Planner {
  const { clock = systemClock, random = Math.random } = standIns;
  const told = planEnvironment.parse(environment);
  const place = told[VARIABLES.definition];
  const table = openDynamoDbLedger(told[VARIABLES.tableName], {
    ...{ clock, random, ...standIns.table },
    historyMs: told[VARIABLES.historyDays] * DAY_MS,
  });
  const { begin, parse, repositories } = composeRegistries(environment, table, standIns);
  const source = standIns.source ?? createDefinitionSource(place);
  const { AWS_LAMBDA_FUNCTION_NAME, AWS_REGION } = lambdaEnvironment.parse(environment);
  const self = { planFunction: AWS_LAMBDA_FUNCTION_NAME, region: AWS_REGION };
  return createPlanner({
    place,
    cycle: {
      ...table,
      source: { ...source, parse: (text) => parse(text, source.name) },
      queue: new SqsQueue(told[VARIABLES.compareQueueUrl], { clock, random, ...standIns.queues }),
      repositories,
      clock,
      announcements: createEvents({
        ...{ clock, random, ...standIns.events },
        busName: told[VARIABLES.eventBusName],
        service: told[VARIABLES.service],
      }),
      runTimeoutMs: told[VARIABLES.runTimeoutSeconds] * 1000,
    },
    leases: table.plannerLeases,
    introduce: createIntroduce(table.services, self),
    goOn: standIns.goOn ?? createInvokeItself(self),
    foresee: createForesee({ source, parse, begin }),
    log,
    newOwner: randomUUID,
  });
}

/** What looks at registries, and reads definitions as far as they may say where to. */
function composeRegistries(
  environment: Environment,
  { leases, memories, throttles }: Pick<OpenDynamoDbLedger, 'leases' | 'memories' | 'throttles'>,
  { clock = systemClock, random = Math.random, registries }: StandIns,
): Pick<ForeseeDependencies, 'begin' | 'parse'> &
  Pick<ReturnType<typeof createAwsRepositories>, 'repositories'> {
  const told = planEnvironment.parse(environment);
  const retry = { retries: RETRIES, clock, random, patienceMs: PATIENCE_MS };
  const { repositories, trust } = createAwsRepositories({
    registries: told[VARIABLES.registries],
    targets: told[VARIABLES.targets],
    throttles,
    clock,
    retry,
    environment,
    ...registries,
  });
  return {
    repositories,
    parse: (text, file) =>
      parseDefinition(text, {
        file,
        environment: {},
        trust,
        maxBytes: LARGEST_DEFINITION_BYTES,
      }),
    begin: () => ({
      repositories: new SharedSources(repositories),
      leases,
      memories,
      sharedBlobs: new SharedBlobs({ clock }),
      sourceTags: new SourceTags(),
      clock,
      retry,
      owner: randomUUID(),
    }),
  };
}
