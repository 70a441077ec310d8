import { VARIABLES } from '../aws/environment.ts';
import { PropsError } from './errors.ts';

/** AWS Lambda API Reference, "Environment". */
const NAME = /^[a-zA-Z][a-zA-Z0-9_]+$/;

/** docs.aws.amazon.com/lambda, "Defined runtime environment variables": those that cannot be set. */
const RESERVED: ReadonlySet<string> = new Set([
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);

const OWN: ReadonlySet<string> = new Set(Object.values(VARIABLES));

/** Throws where a variable would be refused by Lambda, or is one that the construct sets. Values may be secrets: none is told. */
export function assertEnvironment(environment: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(environment)) {
    const reason = refusalOf(name);
    if (reason === undefined) continue;
    throw new PropsError(`The variable ${JSON.stringify(name)} of environment ${reason}`);
  }
}

function refusalOf(name: string): string | undefined {
  if (OWN.has(name)) return 'is set by the construct itself: remove it';
  if (RESERVED.has(name)) return 'is reserved by Lambda, which sets it by itself: remove it';
  if (NAME.test(name)) return undefined;
  return 'has a name that Lambda does not take: write a letter, and then letters, digits and underscores, at least two in all';
}
