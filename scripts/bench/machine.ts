import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem } from 'node:os';

/** Where results come from, without which they mean nothing. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly kernel: string;
  readonly node: string;
  readonly skopeo: string;
  readonly dockerRegistry: string;
}

export function describeMachine(): Machine {
  const processors = cpus();
  return {
    processor: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryBytes: totalmem(),
    kernel: release(),
    node: process.version,
    skopeo: firstLine('skopeo'),
    dockerRegistry: firstLine('docker-registry'),
  };
}

function firstLine(program: string): string {
  const output = execFileSync(program, ['--version'], { encoding: 'utf8' });
  return output.split('\n', 1)[0] ?? '';
}
