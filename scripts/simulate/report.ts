import { dollarsOf } from '../cost/bill.ts';
import { PRICES_OF, PRICES_REGION } from '../cost/prices.ts';
import { assumptionLines } from './assumption-lines.ts';
import { bindingOf } from './binding.ts';
import { growthLines } from './growth.ts';
import type { Simulation } from './simulation.ts';
import { STACK_DEFAULTS } from './stack.ts';
import { byteWords, countWords, dollarWords, shareWords, timeWords } from './words.ts';

/** Everything that runs of several sizes came to, as tables in Markdown. */
export function simulationReport(simulations: readonly Simulation[]): string {
  const largest = simulations.at(-1);
  if (!largest) return '';
  return [
    ...figureTable(simulations),
    '',
    ...quotaTable(largest),
    '',
    ...growthLines(simulations),
    ...conclusions(largest),
    '',
    ...assumptionLines(largest.options),
    '',
  ].join('\n');
}

/** What a line of the table tells of a run. */
type Line = readonly [label: string, cell: (simulation: Simulation) => string];

const LINES: readonly Line[] = [
  ['new images', ({ newImages }) => countWords(newImages)],
  ['copied, unchanged, failed', ({ run }) => outcomes(run)],
  ['time until the run is completed', ({ runMs }) => timeWords(runMs)],
  ['of it until everything is requested', ({ planMs }) => timeWords(planMs)],
  ['workers at a time, at most', ({ peakConcurrency }) => countWords(peakConcurrency)],
  ['calls of workers', ({ invocations }) => countWords(invocations)],
  ['messages sent', ({ messages }) => countWords(messages.sent)],
  ['messages delivered', ({ messages }) => countWords(messages.delivered)],
  ['images put off, to another lane or time', ({ messages }) => countWords(messages.putOff)],
  ['requests to sources', ({ requests }) => countWords(requests.source)],
  ['requests to ECR', ({ requests }) => countWords(requests.target)],
  ['uploaded', ({ uploadedBytes }) => byteWords(uploadedBytes)],
  ['table, write units', ({ table }) => countWords(table.writeUnits)],
  ['table, read units', ({ table }) => countWords(table.readUnits)],
  ['Lambda GB-seconds, workers', ({ gbSeconds }) => countWords(gbSeconds.workers)],
  ['Lambda GB-seconds, planner', ({ gbSeconds }) => countWords(gbSeconds.planner)],
];

function figureTable(simulations: readonly Simulation[]): readonly string[] {
  const [first] = simulations;
  const usage = first?.usage ?? [];
  const dollars = usage.map(
    ({ label }, line): Line => [
      `$, ${label}`,
      (simulation) => dollarWords(dollarsOf(simulation.usage[line]?.amounts ?? {})),
    ],
  );
  const together: Line = [
    `**$ together**, ${PRICES_REGION}, ${PRICES_OF}`,
    ({ dollars: all }) => dollarWords(all),
  ];
  const binds: Line = ['what binds', (simulation) => bindingOf(simulation)?.label ?? 'nothing'];
  const lines = [...LINES, ...dollars, together, binds];
  return [
    `| a run of | ${simulations.map(({ options }) => `${countWords(options.images)} images`).join(' | ')} |`,
    `| --- |${' ---: |'.repeat(simulations.length)}`,
    ...lines.map(([label, cell]) => `| ${label} | ${simulations.map(cell).join(' | ')} |`),
  ];
}

function quotaTable({ quotas, runMs, options }: Simulation): readonly string[] {
  const rows = quotas.map(({ label, limit, peak, atLimitMs, refused }) => {
    const share = shareWords(Math.min(1, atLimitMs / runMs));
    const cells = [label, countWords(limit), countWords(peak), share, countWords(refused)];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `| quota, ${countWords(options.images)} images | limit | at most | time at the limit | refused |`,
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows,
  ];
}

function conclusions(simulation: Simulation): readonly string[] {
  const binding = bindingOf(simulation);
  return [
    binding
      ? `What binds: ${binding.label}, ${shareWords(binding.share)} of the time. To do: ${binding.remedy}.`
      : 'What binds: no quota, but the wait for answers.',
    `Workers wait for ${waits(simulation)}.`,
    `Write units are of ${parts(simulation.table.writeUnitsOf)}.`,
    ...(simulation.runMs > STACK_DEFAULTS.runTimeoutMs
      ? [`This is longer than runTimeout: the stack would close the run, the rest of it lost.`]
      : []),
    ...simulation.errors.map((error) => `Logged: ${error.split('\n')[0]?.slice(0, 400)}`),
  ];
}

function waits({ spent }: Simulation): string {
  const named = Object.entries(spent).map(([errand, ms]) => [WAITS[errand] ?? errand, ms] as const);
  return parts(Object.fromEntries(named));
}

/** What makes up a sum, the largest first. */
function parts(amounts: Readonly<Record<string, number>>): string {
  const all = Object.values(amounts).reduce((sum, amount) => sum + amount, 0);
  return Object.entries(amounts)
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, amount]) => `${name} ${shareWords(amount / all)}`)
    .join(', ');
}

const WAITS: Readonly<Record<string, string>> = {
  source: 'sources',
  target: 'ECR',
  table: 'the table',
  queue: 'queues',
  api: 'other services',
  bytes: 'bytes',
};

function outcomes({ counts, state }: Simulation['run']): string {
  const { copied, unchanged, failed } = counts;
  const told = [copied, unchanged, failed].map(countWords).join(', ');
  return state === 'completed' ? told : `${told} (${state})`;
}
