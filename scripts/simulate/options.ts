import { parseArgs } from 'node:util';
import { MOST_ENTRIES } from '../../lib/definition/entry-limit.ts';
import { type GivenLimits, HUB_PULLS, type HubAccount, SERVICE_QUOTAS } from './quota-facts.ts';
import type { SimulationOptions } from './simulation-options.ts';
import { STACK_DEFAULTS } from './stack.ts';

export interface CommandOptions {
  /** One for each size, the smallest first. */
  readonly simulations: readonly SimulationOptions[];
  readonly isJson: boolean;
}

export const USAGE = `npm run simulate -- [options]

  --images <number>[,…]        sizes of runs; one from 10,000 on is preceded by a tenth and a hundredth
                               of it, so that growth shows (default: 1000,10000,100000)
  --alone                      nothing but the size that is given
  --changed <percent>          of images that the target lacks (default: 2%)
  --hub-share <percent>        of repositories that are at Docker Hub (default: 25%)
  --hub <account>              ${Object.keys(HUB_PULLS).join(', ')} (default: paid)
  --compare-concurrency <n>    workers of the compare lane (default: ${STACK_DEFAULTS.compareConcurrency})
  --copy-concurrency <n>       workers of the copy lane (default: ${STACK_DEFAULTS.copyConcurrency})
  --put-image-rate <n>         manifests a second that workers put (default: ${STACK_DEFAULTS.putImageRate})
  --quota <name>=<limit>       another limit than the usual one, as often as there are any:
                               ${SERVICE_QUOTAS.slice(0, 6).join(', ')},
                               ${SERVICE_QUOTAS.slice(6).join(', ')}
  --seed <number>              of everything that is random (default: 1)
  --json                       figures for programs
`;

/** Reads the command line of `npm run simulate`; throws an error that names what is wrong, `undefined` for help. */
export function parseOptions(args: readonly string[]): CommandOptions | undefined {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (values.help) return undefined;
  const common = {
    changedShare: share('--changed', values.changed),
    hubShare: share('--hub-share', values['hub-share']),
    hubAccount: hubAccount(values.hub),
    compareConcurrency: workers('--compare-concurrency', values['compare-concurrency']),
    copyConcurrency: workers('--copy-concurrency', values['copy-concurrency']),
    putImageRate: positive('--put-image-rate', values['put-image-rate']),
    limits: limitsOf(values.quota ?? []),
    seed: whole('--seed', values.seed, { from: 0, to: 2 ** 32 - 1 }),
  };
  const sizes = sizesOf(values.images, values.alone);
  return {
    simulations: sizes.map((images) => ({ images, ...common })),
    isJson: values.json,
  };
}

const OPTIONS = {
  images: { type: 'string', default: '1000,10000,100000' },
  alone: { type: 'boolean', default: false },
  changed: { type: 'string', default: '2%' },
  'hub-share': { type: 'string', default: '25%' },
  hub: { type: 'string', default: 'paid' },
  'compare-concurrency': { type: 'string', default: String(STACK_DEFAULTS.compareConcurrency) },
  'copy-concurrency': { type: 'string', default: String(STACK_DEFAULTS.copyConcurrency) },
  'put-image-rate': { type: 'string', default: String(STACK_DEFAULTS.putImageRate) },
  quota: { type: 'string', multiple: true },
  seed: { type: 'string', default: '1' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Below this a hundredth would show nothing. */
const LEAST_GROWN = 10_000;

function sizesOf(text: string, isAlone: boolean): readonly number[] {
  const range = { from: 1, to: MOST_ENTRIES };
  const sizes = text.split(',').map((size) => whole('--images', size, range));
  const [only = 0, ...others] = sizes;
  if (others.length > 0 && isAlone) throw new Error('--alone goes with one size of --images');
  const isGrown = others.length === 0 && !isAlone && only >= LEAST_GROWN;
  if (isGrown) return [Math.round(only / 100), Math.round(only / 10), only];
  return sizes.toSorted((one, other) => one - other);
}

function whole(
  option: string,
  text: string,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= from && value <= to) return value;
  const range = `${from.toLocaleString('en')} to ${to.toLocaleString('en')}`;
  throw new Error(`${option} ${JSON.stringify(text)} is no whole number from ${range}`);
}

/** The stack takes as many. */
function workers(option: string, text: string): number {
  return whole(option, text, { from: 2, to: 1000 });
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new Error(`${option} ${JSON.stringify(text)} is no number above 0`);
}

function share(option: string, text: string): number {
  const [, digits] = /^(\d+(?:\.\d+)?)%?$/.exec(text) ?? [];
  const percent = Number(digits);
  if (percent >= 0 && percent <= 100) return percent / 100;
  throw new Error(`${option} ${JSON.stringify(text)} is no percentage, such as 2%`);
}

function hubAccount(text: string): HubAccount {
  if (Object.hasOwn(HUB_PULLS, text)) return text as HubAccount;
  const known = Object.keys(HUB_PULLS).join(', ');
  throw new Error(`--hub knows ${known}, not ${JSON.stringify(text)}`);
}

function limitsOf(texts: readonly string[]): GivenLimits {
  const given = texts.map((text) => {
    const [, name = '', limit = ''] = /^([^=]*)=(.*)$/.exec(text) ?? [];
    if (!SERVICE_QUOTAS.includes(name)) {
      const known = SERVICE_QUOTAS.join(', ');
      throw new Error(
        `--quota ${JSON.stringify(text)} is not <name>=<limit>, with one of ${known}`,
      );
    }
    return [name, positive(`--quota ${name}`, limit)] as const;
  });
  return Object.fromEntries(given);
}
