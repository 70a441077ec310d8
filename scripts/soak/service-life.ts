import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export interface ServiceLifeOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where its log goes. */
  readonly logFile: string;
  /** Hears every line of its log that is JSON. */
  readonly onEvent: (event: LogEvent) => void;
}

/** A line of the service's log. */
export interface LogEvent {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** How a process ended. */
export interface Ending {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One process of the service, from its start to its end; it does not outlive this one. */
export class ServiceLife {
  /** Resolves when the process is gone. */
  readonly ended: Promise<Ending>;
  /** Resolves to where its pages are; rejects where it ends before it says so. */
  readonly listening: Promise<URL>;
  readonly #child: ChildProcessByStdio<null, null, Readable>;
  #url: URL | undefined;
  /** Whether somebody has ended it, or is about to. */
  isExpectedToEnd = false;

  constructor({ command, args, folder, env, logFile, onEvent }: ServiceLifeOptions) {
    // The kernel ends it with this process; the program takes the place of setpriv, and its id.
    const program = ['--pdeathsig', 'KILL', '--', process.execPath, command, ...args];
    this.#child = spawn('setpriv', program, {
      cwd: folder,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child.stderr.pipe(createWriteStream(logFile));
    this.ended = once(this.#child, 'exit').then(([exitCode, signal]) => ({ exitCode, signal }));
    this.listening = this.#heard(onEvent);
    this.listening.catch(() => {});
  }

  /** Where its pages are, once it has said so. */
  get url(): URL | undefined {
    return this.#url;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Sends `signal` and resolves when the process is gone; it may be gone already. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ending> {
    if (this.running) this.#child.kill(signal);
    return await this.ended;
  }

  /** What the kernel says of its memory and its files; `undefined` when it is gone. */
  async measure(): Promise<{ readonly rssMib: number; readonly files: number } | undefined> {
    try {
      const status = await readFile(`/proc/${this.#child.pid}/status`, 'utf8');
      const files = await readdir(`/proc/${this.#child.pid}/fd`);
      const [, kib = ''] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
      return kib === '' ? undefined : { rssMib: Number(kib) / 1024, files: files.length };
    } catch {
      return undefined;
    }
  }

  #heard(onEvent: (event: LogEvent) => void): Promise<URL> {
    return new Promise((resolve, reject) => {
      const gone = () => reject(new Error('the service ended before it listened'));
      this.ended.then(gone, reject);
      createInterface({ input: this.#child.stderr }).on('line', (line) => {
        const event = parseEvent(line);
        if (event === undefined) return;
        if (event.event === 'listening') {
          this.#url = new URL(String(event['url']));
          resolve(this.#url);
        }
        onEvent(event);
      });
    });
  }
}

function parseEvent(line: string): LogEvent | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    return isEvent(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isEvent(value: unknown): value is LogEvent {
  return typeof value === 'object' && value !== null && 'event' in value;
}
