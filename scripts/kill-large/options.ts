import { parseArgs } from 'node:util';
import type { TargetKind } from '../../test/large/large-target.ts';
import { freshSeed } from '../../test/support/random.ts';

/** How large a blob is whose upload is killed, how often, and where it goes. */
export interface KillOptions {
  readonly sizeBytes: number;
  readonly chunkBytes: number;
  readonly rounds: number;
  readonly atATime: number;
  readonly seed: number;
  readonly kinds: readonly TargetKind[];
}

const KINDS: readonly TargetKind[] = ['generic', 'ecr', 'docker-registry'];

/** Reads the command line of `npm run test:kill-large`; throws an error that names what is wrong. */
export function parseKillOptions(args: readonly string[]): KillOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      size: { type: 'string', default: String(4 * 1024 ** 3) },
      'chunk-size': { type: 'string', default: String(32 * 1024 ** 2) },
      rounds: { type: 'string', default: '20' },
      'at-a-time': { type: 'string', default: '2' },
      seed: { type: 'string', default: String(freshSeed()) },
      targets: { type: 'string', default: KINDS.join(',') },
    },
  });
  return {
    sizeBytes: positiveInteger('--size', values.size),
    chunkBytes: positiveInteger('--chunk-size', values['chunk-size']),
    rounds: positiveInteger('--rounds', values.rounds),
    atATime: positiveInteger('--at-a-time', values['at-a-time']),
    seed: positiveInteger('--seed', values.seed),
    kinds: values.targets.split(',').map(parseKind),
  };
}

function positiveInteger(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Error(`${option} ${text} is not a whole number above 0`);
}

function parseKind(name: string): TargetKind {
  const kind = KINDS.find((known) => known === name);
  if (kind !== undefined) return kind;
  throw new Error(`--targets knows ${KINDS.join(', ')}, not ${JSON.stringify(name)}`);
}
