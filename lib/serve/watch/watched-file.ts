import { readContent, readSignature } from './file-content.ts';

/**
 * FAT keeps times in steps of 2 s: a second edit within a step may leave the signature as it was.
 * Counted on the watcher's own clock, as a file server's may be ahead or behind.
 */
const COARSEST_TIMES_MS = 2000;

/** A file, and which content of it was told last. */
export class WatchedFile {
  readonly #file: string;
  #signature = '';
  #told = '';
  /** Until then content is read even where the signature stands still. */
  #unsureUntil: number | undefined;
  #isSure = false;

  constructor(file: string) {
    this.#file = file;
  }

  /** Takes what the file has now as told. */
  async begin(): Promise<void> {
    this.#signature = await readSignature(this.#file);
    this.#told = await readContent(this.#file);
  }

  /** Whether there is a new content, which is told herewith. Call it once in each poll. */
  async look(nowMs: number): Promise<boolean> {
    const signature = await readSignature(this.#file);
    if (signature !== this.#signature) return this.#unsettled(signature);
    this.#unsureUntil ??= nowMs + COARSEST_TIMES_MS;
    if (this.#isSure) return false;
    const content = await readContent(this.#file);
    const after = await readSignature(this.#file);
    if (after !== signature) return this.#unsettled(after);
    // Only a reading at the end of the span or later makes sure.
    if (nowMs >= this.#unsureUntil) this.#isSure = true;
    const isNew = content !== this.#told;
    this.#told = content;
    return isNew;
  }

  /** Whoever writes may not be done: waits for the next poll. */
  #unsettled(signature: string): false {
    this.#signature = signature;
    this.#unsureUntil = undefined;
    this.#isSure = false;
    return false;
  }
}
