import { STACK } from '../cost/figures.ts';
import type { Usage } from '../cost/usage.ts';
import type { SimulatedAccount } from './simulated-account.ts';

/** What Lambda and Powertools log of each invocation besides our own lines. */
const INVOCATION_BYTES = 1_000;
const GB = 1e9;

/** What a run is billed for, by the lines of `npm run cost`; what a month costs anyway is not in it. */
export function usageOfRun(account: SimulatedAccount): readonly Usage[] {
  const { functions, tableUse, queueCommands, sources, log } = account;
  const { plan, sync, deadLetters } = functions;
  const polled = Object.values(sources).reduce((sum, { requests }) => sum + requests, 0);
  const invocations = sync.figures.invocations + deadLetters.figures.invocations;
  const logGb = (log.bytes + INVOCATION_BYTES * (invocations + plan.figures.invocations)) / GB;
  return [
    {
      label: 'Lambda, workers',
      amounts: {
        lambdaGbSecond: sync.figures.gbSeconds + deadLetters.figures.gbSeconds,
        lambdaRequest: invocations,
      },
    },
    {
      label: 'Lambda, planner',
      amounts: {
        lambdaGbSecond: plan.figures.gbSeconds,
        lambdaRequest: plan.figures.invocations,
      },
    },
    { label: 'SQS, messages', amounts: { sqsRequest: queueCommands.requests + polled } },
    { label: 'DynamoDB, writes', amounts: { dynamoDbWriteUnit: tableUse.writeUnits } },
    { label: 'DynamoDB, reads', amounts: { dynamoDbReadUnit: tableUse.readUnits } },
    { label: 'Logs', amounts: { logGb, logGbMonth: logGb * STACK.logMonths } },
    { label: 'EventBridge', amounts: { event: account.eventCount, schedulerInvocation: 1 } },
  ];
}
