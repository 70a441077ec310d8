import * as z from 'zod';
import { type AsyncInvocation, AsyncInvocations } from './async-invocations.ts';
import type { AwsAnswer } from './aws-call.ts';
import { invoked } from './aws-wishes.ts';
import type { CloudFunction } from './cloud-function.ts';
import { ofType } from './deployment.ts';
import { EventBus } from './event-bus.ts';
import { EventSource, mappingSchema } from './event-source.ts';
import type { CallByRole } from './gateway.ts';
import type { FunctionOutcome } from './lambda-environment.ts';
import type { Permissions } from './permissions.ts';
import type { Queues } from './queues.ts';
import type { ResolvedResource } from './resolve-template.ts';

const invokeConfigSchema = z.object({
  FunctionName: z.string(),
  MaximumRetryAttempts: z.number().default(2),
  DestinationConfig: z
    .object({ OnFailure: z.object({ Destination: z.string() }).optional() })
    .default({}),
});

const permissionSchema = z.object({
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
});

export interface DeliveryOptions {
  readonly resources: readonly ResolvedResource[];
  readonly functions: readonly CloudFunction[];
  readonly queues: Queues;
  readonly permissions: Permissions;
  readonly now: () => number;
}

/** Everything between an event and the function that it starts, as a template says it. */
export class Delivery {
  readonly bus: EventBus;
  readonly sources: readonly EventSource[];
  readonly invocations: AsyncInvocations;
  readonly #options: DeliveryOptions;

  constructor(options: DeliveryOptions) {
    const { resources, now } = options;
    this.#options = options;
    this.bus = new EventBus(resources, { now, deliver: (...event) => this.#byRule(...event) });
    this.invocations = new AsyncInvocations({
      now,
      retriesOf: (target) => this.#configOf(target)?.MaximumRetryAttempts ?? 2,
      giveUp: (invocation, outcome) => this.#giveUp(invocation, outcome),
    });
    this.sources = ofType(resources, 'AWS::Lambda::EventSourceMapping').map(({ properties }) => {
      const mapping = mappingSchema.parse(properties);
      const target = this.#find(mapping.FunctionName);
      return new EventSource({ ...options, mapping, target });
    });
  }

  /** Forgets what happened, and how a story had messages arranged. */
  clear(): void {
    this.bus.clear();
    this.invocations.clear();
    for (const source of this.sources) source.clear();
  }

  /** Lambda's Invoke: at once with an answer, or later without. */
  readonly serve = async (call: CallByRole): Promise<AwsAnswer> => {
    const target = this.#find(invoked(call.url));
    const event: unknown = JSON.parse(call.body.toString() || '{}');
    if (call.headers['x-amz-invocation-type'] === 'Event') {
      this.invocations.add(target, event);
      return { status: 202, headers: {}, body: '' };
    }
    const outcome = await target.invoke(event);
    const isError = 'error' in outcome;
    const headers = isError ? { 'x-amz-function-error': 'Unhandled' } : {};
    return { status: 200, headers, body: JSON.stringify(isError ? outcome.error : outcome.result) };
  };

  /** Gives an event to a function as EventBridge Scheduler does, by the role of the schedule. */
  bySchedule(role: string, functionArn: string, event: unknown): void {
    const wish = { action: 'lambda:InvokeFunction', resource: functionArn };
    if (!this.#options.permissions.allows(role, wish)) throw new Error(`${role} may not invoke`);
    this.invocations.add(this.#find(functionArn), event);
  }

  #byRule(ruleArn: string, targetArn: string, event: unknown): void {
    // What topics tell people is nobody's work here.
    if (!targetArn.includes(':lambda:')) return;
    const target = this.#find(targetArn);
    if (!this.#mayInvoke(ruleArn, target)) throw new Error(`${ruleArn} may not invoke its target`);
    this.invocations.add(target, event);
  }

  #mayInvoke(ruleArn: string, target: CloudFunction): boolean {
    const permissions = ofType(this.#options.resources, 'AWS::Lambda::Permission');
    return permissions
      .map(({ properties }) => permissionSchema.parse(properties))
      .some(
        ({ FunctionName, Principal, SourceArn }) =>
          isNameOf(FunctionName, target) &&
          Principal === 'events.amazonaws.com' &&
          SourceArn === ruleArn,
      );
  }

  #configOf(target: CloudFunction) {
    return ofType(this.#options.resources, 'AWS::Lambda::EventInvokeConfig')
      .map(({ properties }) => invokeConfigSchema.parse(properties))
      .find(({ FunctionName }) => isNameOf(FunctionName, target));
  }

  /** Lambda sends what failed for good by the role of the function. */
  async #giveUp({ target, event }: AsyncInvocation, outcome: FunctionOutcome): Promise<void> {
    const resource = this.#configOf(target)?.DestinationConfig.OnFailure?.Destination;
    if (resource === undefined) return;
    const wish = { action: 'sqs:SendMessage', resource };
    if (!this.#options.permissions.allows(target.options.role, wish)) return;
    const record = { requestPayload: event, responsePayload: Object(outcome).error };
    await this.#options.queues.send(resource.split(':').at(-1) ?? '', JSON.stringify(record));
  }

  #find(nameOrArn: string): CloudFunction {
    const found = this.#options.functions.find((one) => isNameOf(nameOrArn, one));
    if (!found) throw new Error(`there is no function ${nameOrArn}`);
    return found;
  }
}

function isNameOf(nameOrArn: string, { options }: CloudFunction): boolean {
  return nameOrArn === options.name || nameOrArn === options.arn;
}
