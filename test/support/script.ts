import type { CallOptions } from '../../lib/content/ports.ts';

/** What a repository does, in the order in which a copy makes it do that; `read` and `receive` are chunks. */
export type Step =
  | 'resolve'
  | 'listTags'
  | 'listReferrers'
  | 'fetchManifest'
  | 'fetchBlob'
  | 'resolveBlob'
  | 'hasBlob'
  | 'startUpload'
  | 'resumeUpload'
  | 'openBlob'
  | 'write'
  | 'read'
  | 'receive'
  | 'commit'
  | 'cancel'
  | 'putManifest';

/** Happens before a step on the content `name`: what it throws is the step's failure. */
export type Happening = (name: string, options: CallOptions) => unknown;

interface Cue {
  readonly step: Step;
  readonly happening: Happening;
  left: number;
}

/** What happens on the steps of repositories, and a record of those that were taken. */
export class Script {
  readonly #taken: { readonly step: Step; readonly name: string }[] = [];
  readonly #cues: Cue[] = [];

  /** Lets something happen on the next `times` occurrences of `step`. */
  on(step: Step, happening: Happening, times = Number.POSITIVE_INFINITY): void {
    this.#cues.push({ step, happening, left: times });
  }

  /** Fails `step` with `error`. */
  fail(step: Step, error: unknown, times?: number): void {
    const happening = () => {
      throw error;
    };
    this.on(step, happening, times);
  }

  /** The steps taken so far, without their names. */
  get steps(): readonly Step[] {
    return this.#taken.map(({ step }) => step);
  }

  /** The names that any of `steps` was taken on, in that order. */
  names(...steps: readonly Step[]): readonly string[] {
    return this.#taken.filter(({ step }) => steps.includes(step)).map(({ name }) => name);
  }

  async take(step: Step, name: string, options: CallOptions = {}): Promise<void> {
    this.#taken.push({ step, name });
    const cue = this.#cues.find((candidate) => candidate.step === step && candidate.left > 0);
    if (!cue) return;
    cue.left -= 1;
    await cue.happening(name, options);
  }

  /** Passes `content` on and takes `step` before each chunk. */
  async *eachChunk(
    step: Step,
    name: string,
    content: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of content) {
      await this.take(step, name);
      yield chunk;
    }
  }
}
