/** When runs are due that nothing else calls for. */
export interface Schedule {
  /** The first time after `afterMs`, both in milliseconds since the epoch; `undefined` for never. */
  next(afterMs: number): number | undefined;
  /** Says it to a reader: `every 6h`. */
  readonly words: string;
}

/** Begins no run. */
export const neverSchedule: Schedule = { next: () => undefined, words: 'never' };
