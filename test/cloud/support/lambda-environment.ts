import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type ChildProgramOptions, killChild, startChild } from './child-program.ts';
import type { FunctionError, Invocation, InvocationAnswer } from './invocation.ts';

/** What became of an invocation. */
export type FunctionOutcome = { readonly result: unknown } | { readonly error: FunctionError };

export interface EnvironmentOptions extends Omit<ChildProgramOptions, 'args'> {
  /** The bundle, and the name by which it exports the handler. */
  readonly file: string;
  readonly exported: string;
  /** Takes every line that the function writes. */
  readonly write: (line: string) => void;
}

/** One process of a function, which handles one event at a time and stays warm between them. */
export class LambdaEnvironment {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start({
    file,
    exported,
    write,
    ...options
  }: EnvironmentOptions): Promise<LambdaEnvironment> {
    const { child } = await startChild('function-host.ts', { ...options, args: [file, exported] });
    for (const input of [child.stdout, child.stderr]) {
      if (input) createInterface({ input }).on('line', write);
    }
    return new LambdaEnvironment(child);
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves also where the process ends before it has answered, as Lambda tells that. */
  invoke(invocation: Omit<Invocation, 'kind'>): Promise<FunctionOutcome> {
    const child = this.#child;
    return new Promise((resolve) => {
      const hear = (message: InvocationAnswer) => {
        if (message.kind !== 'answer' || message.requestId !== invocation.requestId) return;
        child.off('message', hear).off('exit', leave);
        resolve(message);
      };
      const leave = () => {
        child.off('message', hear);
        resolve({ error: { errorType: 'Runtime.ExitError', errorMessage: 'the process ended' } });
      };
      child.on('message', hear).once('exit', leave);
      if (!this.alive) leave();
      else child.send({ kind: 'invoke', ...invocation } satisfies Invocation, () => {});
    });
  }

  kill(): Promise<void> {
    return killChild(this.#child);
  }
}
