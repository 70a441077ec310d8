import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { freshSeed } from '../../test/support/random.ts';

/** How long a service is soaked, and how hard. */
export interface SoakOptions {
  readonly durationMs: number;
  readonly changeEveryMs: number;
  /** `undefined`: it is not killed. */
  readonly killEveryMs: number | undefined;
  readonly seed: number;
  /** How many images the source has. */
  readonly images: number;
  /** The folder that gets the figures and their picture. */
  readonly results: string;
  /** The command to soak, a path; default: it is built from these sources. */
  readonly command?: string;
}

/** Images that the first definition has. */
export const FIRST_IMAGES = 40;

/** A change adds 4 on average; what is left is for luck. */
const IMAGES_A_CHANGE = 4.5;

const DOCS = join(import.meta.dirname, '../../docs');

const UNITS_MS: ReadonlyMap<string, number> = new Map([
  ['s', 1000],
  ['m', 60_000],
]);

/** Reads the command line of `npm run soak`; throws an error that names what is wrong. */
export function parseSoakOptions(args: readonly string[]): SoakOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '30' },
      'change-every': { type: 'string', default: '20s' },
      'kill-every': { type: 'string', default: '3m' },
      seed: { type: 'string', default: String(freshSeed()) },
      images: { type: 'string' },
      results: { type: 'string', default: DOCS },
      command: { type: 'string' },
    },
  });
  const durationMs = positive('--minutes', values.minutes) * 60_000;
  const changeEveryMs = duration('--change-every', values['change-every']);
  const killEvery = values['kill-every'];
  const enough = FIRST_IMAGES + Math.ceil((durationMs / changeEveryMs) * IMAGES_A_CHANGE);
  return {
    durationMs,
    changeEveryMs,
    killEveryMs: killEvery === 'never' ? undefined : duration('--kill-every', killEvery),
    seed: Math.trunc(positive('--seed', values.seed)),
    images: Math.ceil(positive('--images', values.images ?? String(enough))),
    results: resolve(values.results),
    ...(values.command !== undefined && { command: resolve(values.command) }),
  };
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new Error(`${option} ${text} is not a number above 0`);
}

function duration(option: string, text: string): number {
  const [, count = '', unit = ''] = /^(\d+)([sm])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS_MS.get(unit) ?? 0);
  if (ms > 0) return ms;
  throw new Error(`${option} ${text} is no duration such as 20s or 3m`);
}
