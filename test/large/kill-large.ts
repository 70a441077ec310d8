import pMap from 'p-map';
import type { SeededRandom } from '../support/random.ts';
import { betweenChunks, type KillMoment, withinChunks } from './kill-moment.ts';
import { type KillRound, type KillRoundOptions, runKillRound } from './kill-round.ts';
import type { TargetKind } from './large-target.ts';

export interface KillLargeOptions
  extends Pick<KillRoundOptions, 'command' | 'source' | 'chunkBytes' | 'waitsForLeases'> {
  readonly kinds: readonly TargetKind[];
  /** Of each kind; docker-registry has as many of each of its two. */
  readonly rounds: number;
  readonly atATime: number;
  readonly random: SeededRandom;
  readonly onRound?: (series: string, round: JudgedRound) => void;
}

/** Rounds that promise the same. */
export interface KillSeries {
  readonly name: string;
  readonly rounds: readonly JudgedRound[];
}

export interface JudgedRound extends KillRound {
  /** What broke the promise, in sentences. */
  readonly broken: readonly string[];
}

interface Series {
  readonly name: string;
  readonly kind: TargetKind;
  readonly rounds: readonly Pick<KillRoundOptions, 'moment' | 'by'>[];
}

/** Ends uploads of a large blob early, at each kind of target, and goes on with each. */
export async function killLarge(options: KillLargeOptions): Promise<readonly KillSeries[]> {
  const series = options.kinds.flatMap((kind) => seriesOf(kind, options));
  return await pMap(series, (one) => runSeries(one, options), { concurrency: 1 });
}

function seriesOf(kind: TargetKind, options: KillLargeOptions): readonly Series[] {
  const rounds = (choose: (round: number) => Series['rounds'][number]) =>
    Array.from({ length: options.rounds }, (_, round) => choose(round));
  const { random, source, chunkBytes } = options;
  const upload = { size: source.blob.descriptor.size, chunkBytes };
  const inside = (): Series['rounds'][number] => ({
    moment: withinChunks(random, upload),
    by: 'SIGKILL',
  });
  if (kind !== 'docker-registry') {
    const any = (): KillMoment =>
      random.integer(4) === 0 ? betweenChunks(random, upload) : withinChunks(random, upload);
    return [{ name: kind, kind, rounds: rounds(() => ({ moment: any(), by: 'SIGKILL' })) }];
  }
  const stopped = (round: number): Series['rounds'][number] => ({
    moment: betweenChunks(random, upload, 1),
    by: round % 2 === 0 ? 'SIGKILL' : 'SIGTERM',
  });
  return [
    { name: `${kind}, between chunks`, kind, rounds: rounds(stopped) },
    { name: `${kind}, inside a chunk`, kind, rounds: rounds(inside) },
  ];
}

async function runSeries(
  { name, kind, rounds }: Series,
  { atATime, onRound, ...options }: KillLargeOptions,
): Promise<KillSeries> {
  const judged = await pMap(
    rounds,
    async (ending) => {
      const round = await runKillRound({ ...options, ...ending, kind });
      const result = { ...round, broken: brokenBy(round, kind, { ...options, ...ending }) };
      onRound?.(name, result);
      return result;
    },
    { concurrency: atATime },
  );
  return { name, rounds: judged };
}

function brokenBy(
  { sentAgainBytes, restarts, warnings, problems }: KillRound,
  kind: TargetKind,
  { chunkBytes, moment }: Pick<KillRoundOptions, 'chunkBytes' | 'moment'>,
): readonly string[] {
  // docker-registry loses a session when a chunk broke off or its answer was lost, all that it had taken included.
  const mayLose = kind === 'docker-registry' && moment.kind === 'bytes' && restarts === 1;
  const isLost = sentAgainBytes > chunkBytes;
  return [
    ...problems,
    ...(isLost && !mayLose ? [`${sentAgainBytes} bytes were sent again`] : []),
    ...(isLost && warnings.length === 0 ? ['nothing was said of that'] : []),
    // Once does no harm where the first chunk was taken, and its answer lost.
    ...(restarts > 1 ? [`it started over ${restarts} times`] : []),
  ];
}
