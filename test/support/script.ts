import type { OpenBlobOptions } from '../../lib/content/ports.ts';

/**
 * What a repository does, in the order in which a copy makes it do that; `read` and `receive` are pieces of content.
 * `acknowledge` comes after a chunk and `commit` after the commit, so that their failures are answers that were lost.
 */
export type Step =
  | 'resolve'
  | 'isUntagged'
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
  | 'writeChunk'
  | 'read'
  | 'receive'
  | 'acknowledge'
  | 'commitChunks'
  | 'commit'
  | 'leave'
  | 'cancel'
  | 'putManifest';

/** Happens before a step on the content `name`: what it throws is the step's failure. */
export type Happening = (name: string, options: OpenBlobOptions) => unknown;

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

  /** Begins anew: nothing happens any more, and nothing was taken. */
  clear(): void {
    this.#cues.length = 0;
    this.#taken.length = 0;
  }

  /** The steps taken so far, without their names. */
  get steps(): readonly Step[] {
    return this.#taken.map(({ step }) => step);
  }

  /** The names that any of `steps` was taken on, in that order. */
  names(...steps: readonly Step[]): readonly string[] {
    return this.#taken.filter(({ step }) => steps.includes(step)).map(({ name }) => name);
  }

  /** Records a step at which nothing can happen. */
  note(step: Step, name: string): void {
    this.#taken.push({ step, name });
  }

  async take(step: Step, name: string, options: OpenBlobOptions = {}): Promise<void> {
    this.note(step, name);
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
