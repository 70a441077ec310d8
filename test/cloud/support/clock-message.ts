/** Variable of a child process: where its clock begins. JSON of a {@link ClockState}. */
export const CLOCK_VARIABLE = 'SIMULATED_CLOCK';

/** The time that everybody in a cloud shares: it runs faster than the machine's, and is ahead of it. */
export interface ClockState {
  /** Milliseconds since the epoch at which both clocks showed the same but for `aheadMs`. */
  readonly origin: number;
  readonly rate: number;
  readonly aheadMs: number;
}

/** What the time is when the machine's clock shows `real`. */
export function simulatedTime({ origin, rate, aheadMs }: ClockState, real: number): number {
  return Math.round(origin + (real - origin) * rate + aheadMs);
}

/** Tells a child process a new time; it answers by the same message once it has set its clock. */
export interface ClockMessage {
  readonly kind: 'clock';
  readonly clock: ClockState;
}

export function isClockMessage(message: unknown): message is ClockMessage {
  return typeof message === 'object' && message !== null && 'clock' in message;
}
