import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Clock } from '../../clock.ts';
import type { DefinitionProblem } from '../../definition/errors.ts';
import type { Events } from '../events.ts';
import { createSdkRequestHandler } from '../sdk-request-handler.ts';
import { putEvent } from './put-event.ts';

export interface EventsOptions {
  readonly busName: string;
  /** Names this deployment among those that share the bus: `detail.service` of every event. */
  readonly service: string;
  readonly clock: Clock;
  /** A number from 0 to less than 1. Default: `Math.random`. */
  readonly random?: () => number;
  /** Default: one for the region and as whom the environment says. */
  readonly client?: EventBridgeClient;
}

/** What every event names as its source; rules match it. */
export const EVENT_SOURCE = 'image-syncer';

/** An event has room for 256 KB: that many mistakes, however long each is, fit well. */
const MOST_PROBLEMS = 10;
const LONGEST_TEXT = 2_000;

/** Tells events on a bus of EventBridge, which is not asked before the first. */
export function createEvents({
  busName,
  service,
  clock,
  random = Math.random,
  client: given,
}: EventsOptions): Events {
  let own: EventBridgeClient | undefined;
  const client = () => {
    own ??= given ?? new EventBridgeClient({ requestHandler: createSdkRequestHandler() });
    return own;
  };
  const put = (detailType: string, detail: object) =>
    putEvent(
      {
        Source: EVENT_SOURCE,
        DetailType: detailType,
        EventBusName: busName,
        Detail: JSON.stringify({ service, ...detail }),
      },
      { client, clock, random },
    );
  return {
    runCompleted: (run) => put('Run Completed', { run }),
    imageConflict: ({ runId, outcome, previousStatus = null }) => {
      const { source, target, wantedDigest, targetDigest } = outcome;
      const image = { source, target, wantedDigest, targetDigest, previousStatus };
      return put('Image Conflict', { runId, ...image });
    },
    definitionBroken: (definition, { since, version, problems }) => {
      const told = problems.slice(0, MOST_PROBLEMS).map(shortened);
      return put('Definition Broken', { definition, version, since, problems: told });
    },
  };
}

function shortened(problem: DefinitionProblem): object {
  return Object.fromEntries(
    Object.entries(problem).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.slice(0, LONGEST_TEXT) : value,
    ]),
  );
}
