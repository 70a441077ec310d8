import type { Measurement } from './measure.ts';

const CLEAR_LINE = '\r\u001b[2K';

/** Shows on stderr what is in progress while `work` runs, and then what it took. */
export async function measured(
  label: string,
  work: () => Promise<Measurement>,
): Promise<Measurement> {
  const measurement = await during(label, work);
  process.stderr.write(`${label.padEnd(36)} ${formatMeasurement(measurement)}\n`);
  return measurement;
}

/** Shows `label` on a terminal for as long as `work` runs. */
export async function during<Result>(label: string, work: () => Promise<Result>): Promise<Result> {
  if (!process.stderr.isTTY) return work();
  process.stderr.write(`${label} …`);
  try {
    return await work();
  } finally {
    process.stderr.write(CLEAR_LINE);
  }
}

function formatMeasurement({ wallSeconds, cpuSeconds, peakBytes }: Measurement): string {
  return `${seconds(wallSeconds)}  CPU ${seconds(cpuSeconds)}  ${megabytes(peakBytes)}`;
}

/** `   1.23 s`, aligned for tables. */
export function seconds(value: number): string {
  return `${value.toFixed(2).padStart(6)} s`;
}

/** `    84 MB`, aligned for tables. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0).padStart(5)} MB`;
}
