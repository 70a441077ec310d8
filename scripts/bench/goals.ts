import type { ChunksResult, Way } from './chunks.ts';
import type { Measurement } from './measure.ts';
import type { MemoryResult } from './memory.ts';
import type { ContenderName } from './options.ts';
import type { SpeedResults } from './speed.ts';

/** What image-syncer promises, and what this bench found. */
export interface Goal {
  readonly name: string;
  readonly limit: number;
  readonly actual: number;
  readonly met: boolean;
}

const WALL_LIMIT = 0.9;
const CPU_LIMIT = 0.7;
const PEAK_LIMIT_MB = 160;
const GROWTH_LIMIT = 1.1;

/** At least 0.9 of the throughput. */
const CHUNKS_LIMIT = 1.11;

/** What the goals are about. */
export interface Measured {
  readonly speed: SpeedResults;
  readonly memory: readonly MemoryResult[];
  readonly chunks: readonly ChunksResult[];
}

/** Those goals for which everything was measured. */
export function goalsOf({ speed, memory, chunks }: Measured): readonly Goal[] {
  const [syncer, skopeo] = [speedOf(speed, 'image-syncer'), speedOf(speed, 'skopeo')];
  if (syncer === undefined) return [];
  const peaks = memory.map(({ peakBytes }) => peakBytes);
  return [
    ...(skopeo
      ? [
          goal('wall time / skopeo', WALL_LIMIT, syncer.wallSeconds / skopeo.wallSeconds),
          goal('CPU time / skopeo', CPU_LIMIT, syncer.cpuSeconds / skopeo.cpuSeconds),
        ]
      : []),
    goal('peak memory in MB', PEAK_LIMIT_MB, Math.max(syncer.peakBytes, ...peaks) / 1e6),
    goal('largest peak / smallest', GROWTH_LIMIT, Math.max(...peaks) / Math.min(...peaks)),
    ...chunkGoals(chunks),
  ];
}

/** The medians of `contender`, where it took part. */
export function speedOf(
  { contenders }: SpeedResults,
  contender: ContenderName,
): Measurement | undefined {
  return contenders.find((result) => result.contender === contender)?.median;
}

function chunkGoals(chunks: readonly ChunksResult[]): readonly Goal[] {
  const wallOf = (name: Way) => chunks.find(({ way }) => way === name)?.median.wallSeconds;
  const [whole, inChunks] = [wallOf('in one request'), wallOf('in chunks')];
  if (whole === undefined || inChunks === undefined) return [];
  return [goal('wall time, chunks / whole', CHUNKS_LIMIT, inChunks / whole)];
}

function goal(name: string, limit: number, actual: number): Goal {
  return { name, limit, actual, met: actual <= limit };
}
