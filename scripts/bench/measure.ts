import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A program to run, with its arguments. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/** What a command took, the processes that it started included. */
export interface Measurement {
  readonly wallSeconds: number;
  /** User and system time together. */
  readonly cpuSeconds: number;
  /** Resident memory of its largest process at its highest. */
  readonly peakBytes: number;
}

const LONGEST_OUTPUT_BYTES = 16 * 1024 * 1024;

/** Runs `command` under GNU time, at home in `folder`; throws what it wrote when it fails. */
export async function measure({ program, args }: Command, folder: string): Promise<Measurement> {
  const report = join(folder, 'time.txt');
  const time = ['--quiet', '--format', '%e %U %S %M', '--output', report];
  await promisify(execFile)('time', [...time, program, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, XDG_RUNTIME_DIR: folder },
    maxBuffer: LONGEST_OUTPUT_BYTES,
  });
  const [wall, user, system, kibibytes] = parseReport(await readFile(report, 'utf8'));
  return { wallSeconds: wall, cpuSeconds: user + system, peakBytes: kibibytes * 1024 };
}

function parseReport(text: string): readonly [number, number, number, number] {
  const [wall, user, system, kibibytes] = text.trim().split(' ').map(Number);
  if (wall === undefined || user === undefined || system === undefined || !kibibytes) {
    throw new Error(`GNU time wrote ${JSON.stringify(text)}`);
  }
  return [wall, user, system, kibibytes];
}
