/** What has come of one image in one invocation that the next need not do again. */
export class Progress {
  #bytes = 0;
  #hasSaved = false;

  /** Whether there is anything. */
  get isAny(): boolean {
    return this.#hasSaved || this.#bytes > 0;
  }

  /** Bytes came to be in the target, or negative ones were taken back. */
  arrived(bytes: number): void {
    this.#bytes += bytes;
  }

  /** An upload can be continued from further on. */
  saved(): void {
    this.#hasSaved = true;
  }
}
