import type { FileReading } from './file-reading.ts';

/**
 * FAT keeps times in steps of 2 s: a second edit within a step may leave the signature as it was.
 * Counted on the watcher's own clock, as a file server's may be ahead or behind.
 */
const COARSEST_TIMES_MS = 2000;

/** A file, and which content of it was told last. */
export class WatchedFile {
  readonly #file: string;
  readonly #reading: FileReading;
  #signature = '';
  #told = '';
  /** Until then content is read even where the signature stands still. */
  #unsureUntil: number | undefined;
  #isSure = false;

  constructor(file: string, reading: FileReading) {
    this.#file = file;
    this.#reading = reading;
  }

  /** Takes what the file has now as told. */
  async begin(): Promise<void> {
    this.#signature = await this.#reading.readSignature(this.#file);
    this.#told = (await this.#reading.readContent(this.#file)).identity;
  }

  /** Whether there is a new content, which is told herewith. Call it once in each poll. */
  async look(nowMs: number): Promise<boolean> {
    const signature = await this.#reading.readSignature(this.#file);
    if (signature !== this.#signature) return this.#unsettled(signature);
    this.#unsureUntil ??= nowMs + COARSEST_TIMES_MS;
    if (this.#isSure) return false;
    const { identity, isRead } = await this.#reading.readContent(this.#file);
    const after = await this.#reading.readSignature(this.#file);
    if (after !== signature) return this.#unsettled(after);
    // Only a reading at the end of the span or later makes sure.
    this.#isSure = isRead && nowMs >= this.#unsureUntil;
    const isNew = identity !== this.#told;
    this.#told = identity;
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
