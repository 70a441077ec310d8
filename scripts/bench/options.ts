import { parseArgs } from 'node:util';

export const CONTENDERS = ['image-syncer', 'skopeo', 'floor'] as const;

export type ContenderName = (typeof CONTENDERS)[number];

/** What a bench transfers, how often and with what. */
export interface BenchOptions {
  readonly runs: number;
  readonly layers: number;
  readonly layerBytes: number;
  readonly contenders: readonly ContenderName[];
}

/** Reads the command line of `npm run bench`; throws an error that names what is wrong. */
export function parseBenchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: 'string', default: '5' },
      layers: { type: 'string', default: '4' },
      'layer-bytes': { type: 'string', default: String(256 * 1024 * 1024) },
      contenders: { type: 'string', default: CONTENDERS.join(',') },
    },
  });
  return {
    runs: positiveInteger('--runs', values.runs),
    layers: positiveInteger('--layers', values.layers),
    layerBytes: positiveInteger('--layer-bytes', values['layer-bytes']),
    contenders: values.contenders.split(',').map(parseContender),
  };
}

function positiveInteger(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Error(`${option} ${text} is not a whole number above 0`);
}

function parseContender(name: string): ContenderName {
  const contender = CONTENDERS.find((known) => known === name);
  if (contender !== undefined) return contender;
  throw new Error(`--contenders knows ${CONTENDERS.join(', ')}, not ${JSON.stringify(name)}`);
}
