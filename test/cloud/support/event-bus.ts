import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type AwsAnswer, jsonAnswer } from './aws-call.ts';
import { matchesPattern } from './event-pattern.ts';
import type { CallByRole } from './gateway.ts';
import { ACCOUNT, REGION } from './physical-names.ts';
import type { ResolvedResource } from './resolve-template.ts';

const ruleSchema = z.object({
  EventPattern: z.record(z.string(), z.unknown()),
  EventBusName: z.string().default('default'),
  State: z.string().default('ENABLED'),
  Targets: z.array(z.object({ Arn: z.string(), Input: z.string().optional() })).default([]),
});

const entriesSchema = z.object({
  Entries: z.array(
    z.object({
      Source: z.string(),
      DetailType: z.string(),
      Detail: z.string(),
      EventBusName: z.string().default('default'),
    }),
  ),
});

/** An event, as rules see it. */
export interface CloudEvent {
  readonly id: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly time: string;
  readonly account: string;
  readonly region: string;
  /** ARNs. */
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What somebody says of an event; the bus adds the rest. */
export type SaidEvent = Pick<CloudEvent, 'source' | 'detail-type' | 'detail'> &
  Partial<Pick<CloudEvent, 'resources'>>;

/** Gives what a rule matched to one of its targets. */
export type DeliverToTarget = (ruleArn: string, targetArn: string, event: unknown) => void;

type Rule = z.infer<typeof ruleSchema> & { readonly logicalId: string; readonly arn: string };

/** EventBridge: the rules of a template on all buses, and what each of them matched. */
export class EventBus {
  /** Every event, of AWS's services and of the functions, in order. */
  readonly events: CloudEvent[] = [];
  readonly #rules: readonly Rule[];
  readonly #matched = new Map<string, number>();
  readonly #deliver: DeliverToTarget;
  readonly #now: () => number;

  constructor(
    resources: readonly ResolvedResource[],
    { deliver, now }: { readonly deliver: DeliverToTarget; readonly now: () => number },
  ) {
    this.#deliver = deliver;
    this.#now = now;
    this.#rules = resources
      .filter(({ type, properties }) => type === 'AWS::Events::Rule' && properties['EventPattern'])
      .map(({ logicalId, properties, created }) => ({
        ...ruleSchema.parse(properties),
        logicalId,
        arn: created.attributes['Arn'] ?? '',
      }));
  }

  /** What CloudWatch calls MatchedEvents, of the one rule whose logical id `part` is in. */
  matched(part: string): number {
    const rules = this.#rules.filter(({ logicalId }) => logicalId.includes(part));
    if (rules.length !== 1) throw new Error(`${rules.length} rules have ${part} in their names`);
    return this.#matched.get(rules[0]?.logicalId ?? '') ?? 0;
  }

  /** Publishes an event; resolves when every rule has seen it. */
  publish(said: SaidEvent, bus = 'default'): CloudEvent {
    const event = this.#complete(said);
    this.redeliver(event, bus);
    return event;
  }

  /** Publishes an event that was published before, as EventBridge may. */
  redeliver(event: CloudEvent, bus = 'default'): void {
    this.events.push(event);
    for (const rule of this.#rules) {
      const isOn = rule.State === 'ENABLED' && nameOf(rule.EventBusName) === nameOf(bus);
      if (!isOn || !matchesPattern(rule.EventPattern, { ...event })) continue;
      this.#matched.set(rule.logicalId, (this.#matched.get(rule.logicalId) ?? 0) + 1);
      for (const { Arn, Input } of rule.Targets) {
        this.#deliver(rule.arn, Arn, Input === undefined ? event : JSON.parse(Input));
      }
    }
  }

  clear(): void {
    this.events.length = 0;
    this.#matched.clear();
  }

  /** PutEvents. */
  readonly serve = async ({ input }: CallByRole): Promise<AwsAnswer> => {
    const published = entriesSchema.parse(input).Entries.map((entry) =>
      this.publish(
        {
          source: entry.Source,
          'detail-type': entry.DetailType,
          detail: JSON.parse(entry.Detail),
        },
        entry.EventBusName,
      ),
    );
    return jsonAnswer({
      FailedEntryCount: 0,
      Entries: published.map(({ id }) => ({ EventId: id })),
    });
  };

  #complete(said: SaidEvent): CloudEvent {
    // EventBridge tells times in seconds.
    const time = new Date(this.#now()).toISOString().replace(/\.\d+/, '');
    return { id: randomUUID(), time, account: ACCOUNT, region: REGION, resources: [], ...said };
  }
}

/** A bus is named, or given as an ARN. */
function nameOf(bus: string): string {
  return bus.split('/').at(-1) ?? bus;
}
