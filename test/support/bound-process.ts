import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';

const LONGEST_COMPLAINT = 4096;

/** A running program that does not outlive this process, however this process ends. */
export class BoundProcess {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;
  #complaints = '';

  private constructor(child: ChildProcess, pid: number) {
    this.#child = child;
    this.pid = pid;
    this.#exit = once(child, 'exit');
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#complaints = (this.#complaints + text).slice(-LONGEST_COMPLAINT);
    });
  }

  /** Resolves when the program runs; the kernel ends it when this process is gone, even by SIGKILL. */
  static async start(program: string, args: readonly string[]): Promise<BoundProcess> {
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', program, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await once(child, 'spawn');
    if (child.pid === undefined) throw new Error(`${program} has no process id`);
    return new BoundProcess(child, child.pid);
  }

  /** Lets this process end although the program runs: then that ends too. */
  unref(): void {
    this.#child.unref();
    if (this.#child.stderr instanceof Socket) this.#child.stderr.unref();
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** The end of what the program wrote to stderr. */
  get complaints(): string {
    return this.#complaints.trim();
  }

  /** Sends `signal` and resolves when the program is gone; it may be gone already. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (this.running) this.#child.kill(signal);
    await this.#exit;
  }
}
