import { parseArgs } from 'node:util';

/** What the bench measures, how often and with what. */
export interface BenchOptions {
  /** Names of scenarios, in the order in which they run. */
  readonly scenarios: readonly string[];
  /** How often all of them are measured, one series after another. */
  readonly series: number;
  /** How often each subject has its turn within a scenario. */
  readonly runs: number;
  readonly layers: number;
  readonly layerBytes: number;
}

/** Reads the command line of `npm run bench`; throws an error that names what is wrong. */
export function parseBenchOptions(args: readonly string[], known: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      scenarios: { type: 'string', default: known.join(',') },
      series: { type: 'string', default: '1' },
      runs: { type: 'string', default: '5' },
      layers: { type: 'string', default: '4' },
      'layer-bytes': { type: 'string', default: String(256 * 1024 * 1024) },
    },
  });
  return {
    scenarios: values.scenarios.split(',').map((name) => knownName(name, known)),
    series: positiveInteger('--series', values.series),
    runs: positiveInteger('--runs', values.runs),
    layers: positiveInteger('--layers', values.layers),
    layerBytes: positiveInteger('--layer-bytes', values['layer-bytes']),
  };
}

function positiveInteger(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Error(`${option} ${text} is not a whole number above 0`);
}

function knownName(name: string, known: readonly string[]): string {
  if (known.includes(name)) return name;
  throw new Error(`--scenarios knows ${known.join(', ')}, not ${JSON.stringify(name)}`);
}
