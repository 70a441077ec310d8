import type { SeededRandom } from '../../test/support/random.ts';

/** What a front does to a request, which else it passes on as it is. */
export type FrontFault =
  /** Refused without being read. */
  | { readonly kind: 'refuse'; readonly status: number; readonly retryAfterSeconds?: number }
  /** The connection ends after so many bytes of the request. */
  | { readonly kind: 'cut-request'; readonly afterBytes: number }
  /** The connection ends after so many bytes of the answer's body. */
  | { readonly kind: 'cut-answer'; readonly afterBytes: number }
  /** Done by the registry, and nobody hears of it. */
  | { readonly kind: 'lose' }
  /** Silence before it is passed on, shorter than anybody gives up. */
  | { readonly kind: 'pause'; readonly ms: number }
  /** Bodies in both directions come slowly. */
  | { readonly kind: 'slow'; readonly bytesPerSecond: number };

export type FaultKind = FrontFault['kind'];

const MIB = 1024 ** 2;

/** Of 1,000 requests. Limits are not among them: a client that is refused by one learns how fast it may be. */
const SHARES: readonly (readonly [number, (random: SeededRandom) => FrontFault])[] = [
  [10, (random) => ({ kind: 'refuse', status: [500, 502, 503][random.integer(3)] ?? 503 })],
  [6, (random) => ({ kind: 'cut-request', afterBytes: random.integer(24 * MIB) })],
  [6, (random) => ({ kind: 'cut-answer', afterBytes: random.integer(MIB) })],
  [5, () => ({ kind: 'lose' })],
  [8, (random) => ({ kind: 'pause', ms: 200 + random.integer(3000) })],
  [4, (random) => ({ kind: 'slow', bytesPerSecond: MIB + random.integer(4 * MIB) })],
];

/** What happens to one request after another; most go undisturbed. The same seed plans the same. */
export function nextFault(random: SeededRandom): FrontFault | undefined {
  let drawn = random.integer(1000);
  for (const [share, make] of SHARES) {
    if (drawn < share) return make(random);
    drawn -= share;
  }
  return undefined;
}
