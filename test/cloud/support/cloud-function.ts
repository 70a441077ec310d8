import { randomUUID } from 'node:crypto';
import type { CloudClock } from './cloud-clock.ts';
import type { Gateway } from './gateway.ts';
import { type FunctionOutcome, LambdaEnvironment } from './lambda-environment.ts';
import type { Permissions } from './permissions.ts';
import { REGION } from './physical-names.ts';
import type { Wish } from './statement.ts';

export interface CloudFunctionOptions {
  readonly name: string;
  readonly arn: string;
  /** ARN. */
  readonly role: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly file: string;
  readonly exported: string;
  /** The template's own variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** What Lambda does by the function's role whenever it is invoked. */
  readonly wishes: readonly Wish[];
}

/** What functions find around them. */
export interface Surroundings {
  readonly gateway: Gateway;
  readonly clock: CloudClock;
  readonly permissions: Permissions;
  /** Variables that every function has beside the template's. */
  readonly variables: Readonly<Record<string, string>>;
}

let keys = 0;

/** A function: as many warm processes as events that it ever handled at the same time. */
export class CloudFunction {
  readonly options: CloudFunctionOptions;
  /** How long it may take, which a story can shorten. */
  timeoutMs: number;
  /** What it wrote, line by line. */
  readonly lines: string[] = [];
  /** How often it was invoked, and for how long of the machine's time it ran. */
  readonly tally = { invocations: 0, busyMs: 0 };
  readonly #surroundings: Surroundings;
  readonly #idle: LambdaEnvironment[] = [];
  readonly #all = new Set<LambdaEnvironment>();

  constructor(options: CloudFunctionOptions, surroundings: Surroundings) {
    this.options = options;
    this.timeoutMs = options.timeoutMs;
    this.#surroundings = surroundings;
  }

  /** Handles an event; one that is tried again keeps its request id. */
  async invoke(event: unknown, requestId: string = randomUUID()): Promise<FunctionOutcome> {
    const { permissions } = this.#surroundings;
    for (const wish of this.options.wishes) permissions.allows(this.options.role, wish);
    const environment = this.#idle.pop() ?? (await this.#start());
    const { clock } = this.#surroundings;
    const { timeoutMs } = this;
    const timeout = setTimeout(() => void environment.kill(), timeoutMs / clock.rate);
    const deadline = clock.now() + timeoutMs;
    const startedAt = performance.now();
    const outcome = await environment.invoke({ requestId, event, deadline });
    this.tally.invocations += 1;
    this.tally.busyMs += performance.now() - startedAt;
    clearTimeout(timeout);
    if (environment.alive) this.#idle.push(environment);
    else this.#all.delete(environment);
    return outcome;
  }

  /** Forgets what it wrote, and what a story made of it. */
  clear(): void {
    this.lines.length = 0;
    this.timeoutMs = this.options.timeoutMs;
  }

  /** Ends the processes that handle an event right now. */
  async killBusy(): Promise<void> {
    for (const environment of this.#all) {
      if (!this.#idle.includes(environment)) await environment.kill();
    }
  }

  async close(): Promise<void> {
    for (const environment of this.#all) await environment.kill();
  }

  async #start(): Promise<LambdaEnvironment> {
    const { gateway, clock } = this.#surroundings;
    const { file, exported, role, name } = this.options;
    keys += 1;
    const key = `CLOUD${String(keys).padStart(8, '0')}`;
    const write = (line: string) => void this.lines.push(line);
    const env = this.#variables(key);
    const environment = await LambdaEnvironment.start({ file, exported, write, env, clock });
    gateway.admit(key, { role, functionName: name, kill: () => environment.kill() });
    this.#all.add(environment);
    return environment;
  }

  /** Lambda, "Defined runtime environment variables"; endpoints lead to the cloud. */
  #variables(accessKeyId: string): NodeJS.ProcessEnv {
    const { name, arn, memoryMb, variables } = this.options;
    const { gateway, variables: others } = this.#surroundings;
    return {
      PATH: process.env['PATH'],
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT_URL: gateway.url,
      FUNCTION_ARN: arn,
      ...others,
      ...variables,
    };
  }
}
