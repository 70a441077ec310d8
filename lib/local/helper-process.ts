import { type ChildProcess, spawn } from 'node:child_process';
import type { Environment } from '../definition/definition.ts';

export interface HelperRun {
  /** What the program reads on stdin. */
  readonly input: string;
  /** Absent: this process's. */
  readonly environment: Environment | undefined;
  readonly timeoutMs: number;
  /** Ends the program early. */
  readonly signal?: AbortSignal | undefined;
}

/** How a credential helper ended. Its output is a secret, and is part of no error for that reason. */
export interface Ending {
  /** `null` where the program was not run to its end. */
  readonly exitCode: number | null;
  readonly failure?: 'missing' | 'silent' | 'unusable';
  readonly stdout: string;
}

/** Answers are a name and a secret. */
const MOST_OUTPUT_BYTES = 1024 * 1024;

/**
 * Runs `program get`. After `timeoutMs` it ends, with whatever it has started: helpers are
 * often scripts, of which a signal to the script alone would leave the hanging part behind.
 */
export function runHelper(program: string, options: HelperRun): Promise<Ending> {
  const { promise, resolve } = Promise.withResolvers<Ending>();
  const { input, environment, timeoutMs, signal } = options;
  // A process group of its own is what can be ended as a whole.
  const child = spawn(program, ['get'], {
    detached: true,
    ...(environment && { env: environment }),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const output = collected(child);
  const end = (ending: Omit<Ending, 'stdout'>) => {
    clearTimeout(timer);
    process.off('exit', kill);
    signal?.removeEventListener('abort', kill);
    resolve({ ...ending, stdout: output() });
  };
  const kill = () => endGroup(child);
  const timer = setTimeout(() => {
    kill();
    end({ exitCode: null, failure: 'silent' });
  }, timeoutMs);
  process.once('exit', kill);
  signal?.addEventListener('abort', kill);

  child.once('error', (error) => end({ exitCode: null, failure: failureOf(error) }));
  child.once('close', (exitCode) => end({ exitCode }));
  // A program that ends without reading breaks the pipe; its exit tells why.
  child.stdin?.on('error', () => {}).end(input);
  return promise;
}

function collected({ stdout }: ChildProcess): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stdout?.on('data', (chunk: Buffer) => {
    size += chunk.byteLength;
    if (size <= MOST_OUTPUT_BYTES) chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString();
}

function failureOf(error: Error): 'missing' | 'unusable' {
  return 'code' in error && error.code === 'ENOENT' ? 'missing' : 'unusable';
}

function endGroup({ pid, stdout }: ChildProcess): void {
  stdout?.destroy();
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended in this moment.
  }
}
