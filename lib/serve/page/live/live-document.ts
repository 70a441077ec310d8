// Browsers are given these types as they are: nothing is imported here.

/** What is said of a service at a moment, in the words in which pages show it. */
export interface LiveDocument {
  /** What pages are made from; one that was made from another is stale. */
  readonly edition: string;
  /** Texts of elements, by their `data-live`. */
  readonly texts: Readonly<Record<string, string>>;
  /** `null` while no run is under way. */
  readonly run: LiveRunDocument | null;
}

export interface LiveRunDocument {
  readonly bar: Bar;
  /** What is read out from time to time to those who do not see the bar. */
  readonly spoken: string;
  readonly transfers: readonly TransferDocument[];
}

/** An image on its way. */
export interface TransferDocument {
  /** The name of its target in two parts. */
  readonly registry: string;
  readonly rest: string;
  readonly path: string;
  readonly bar: Bar;
  /** How far it has come, and how fast. */
  readonly text: string;
}

export interface Bar {
  /** Absent: nobody knows how far it is. */
  readonly value?: number;
  readonly max: number;
}
