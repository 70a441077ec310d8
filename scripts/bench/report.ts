import type { ChunksResult } from './chunks.ts';
import type { Goal } from './goals.ts';
import { speedOf } from './goals.ts';
import type { Measurement } from './measure.ts';
import type { MemoryResult } from './memory.ts';
import { CONTENDERS } from './options.ts';
import { megabytes, seconds } from './progress.ts';
import type { SpeedResult, SpeedResults } from './speed.ts';

const GIBIBYTE = 1024 ** 3;
const LABEL_WIDTH = 28;

/** Everything that a bench found, as `bench-results.json` has it. */
export interface BenchResults {
  readonly speed: SpeedResults;
  readonly memory: readonly MemoryResult[];
  readonly chunks: readonly ChunksResult[];
  readonly goals: readonly Goal[];
}

/** The results as tables for a terminal. */
export function formatReport({ speed, memory, chunks, goals }: BenchResults): string {
  const sections = [
    speedTable(speed),
    ratioTable(speed),
    memoryTable(memory),
    chunksTable(chunks),
    goalTable(goals),
  ];
  return `${sections
    .filter((lines) => lines.length > 1)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function speedTable({ contenders, imageBytes }: SpeedResults): readonly string[] {
  const row = ({ contender, median }: SpeedResult): string =>
    line(contender, [
      seconds(median.wallSeconds),
      seconds((median.cpuSeconds * GIBIBYTE) / imageBytes),
      megabytes(median.peakBytes),
    ]);
  return [line('medians', ['wall', 'CPU/GiB', 'peak']), ...contenders.map(row)];
}

/** Each contender against those named after it. */
function ratioTable(speed: SpeedResults): readonly string[] {
  const rows = CONTENDERS.flatMap((one, position) =>
    CONTENDERS.slice(position + 1).map((other) => {
      const [above, below] = [speedOf(speed, one), speedOf(speed, other)];
      return above && below ? [ratioLine(`${one} / ${other}`, above, below)] : [];
    }),
  );
  return [line('ratios', ['wall', 'CPU', 'peak']), ...rows.flat()];
}

function ratioLine(label: string, above: Measurement, below: Measurement): string {
  const ratios = [
    above.wallSeconds / below.wallSeconds,
    above.cpuSeconds / below.cpuSeconds,
    above.peakBytes / below.peakBytes,
  ];
  return line(
    label,
    ratios.map((ratio) => ratio.toFixed(2)),
  );
}

function memoryTable(memory: readonly MemoryResult[]): readonly string[] {
  const rows = memory.map(({ layerBytes, peakBytes }) =>
    line(`one layer of ${layerBytes / 1024 ** 2} MiB`, [megabytes(peakBytes)]),
  );
  return [line('memory of image-syncer', ['peak']), ...rows];
}

/** Each way of bringing a layer against that in one request. */
function chunksTable(chunks: readonly ChunksResult[]): readonly string[] {
  const [whole] = chunks;
  if (!whole) return [];
  const rows = chunks.map(({ way, median, layerBytes }) =>
    line(way, [
      `${(layerBytes / 1e6 / median.wallSeconds).toFixed(0)} MB/s`,
      seconds((median.cpuSeconds * GIBIBYTE) / layerBytes),
      megabytes(median.peakBytes),
      (whole.median.wallSeconds / median.wallSeconds).toFixed(2),
      (median.cpuSeconds / whole.median.cpuSeconds).toFixed(2),
    ]),
  );
  const title = `one layer of ${whole.layerBytes / 1024 ** 2} MiB`;
  return [line(title, ['speed', 'CPU/GiB', 'peak', '× speed', '× CPU']), ...rows];
}

function goalTable(goals: readonly Goal[]): readonly string[] {
  const rows = goals.map(({ name, limit, actual, met }) =>
    line(name, [actual.toFixed(2), `≤ ${limit}`, met ? 'met' : 'MISSED']),
  );
  return [line('goals', ['actual', 'limit', '']), ...rows];
}

function line(label: string, cells: readonly string[]): string {
  return `${label.padEnd(LABEL_WIDTH)}${cells.map((cell) => cell.trim().padStart(10)).join('')}`.trimEnd();
}
