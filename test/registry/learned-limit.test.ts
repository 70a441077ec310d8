import { describe, expect, it } from 'vitest';
import { LearnedLimit } from '../../lib/registry/learned-limit.ts';

const ECR = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
const SECOND_MS = 1_000;

interface Refusal {
  readonly requests?: 'manifest-put' | 'pull';
  readonly retryAfterMs?: number;
}

/** A limit of which one worker has heard, after twelve answers within three seconds, by a refusal. */
function refusedIn(
  registry: string,
  { requests = 'manifest-put', retryAfterMs }: Refusal = {},
): LearnedLimit {
  const limit = new LearnedLimit({ requests, registry });
  for (let request = 0; request < 12; request += 1) {
    limit.sent(request * 250);
    limit.answered(request * 250);
  }
  limit.refused({ sentAt: 3_000, now: 3_000, retryAfterMs });
  return limit;
}

describe('what one of many workers makes of a refusal', () => {
  it('is a rate by the minute where nobody knows how the registry counts', () => {
    expect(refusedIn('registry.example').intervalAt(5_000)).toBeGreaterThan(5 * SECOND_MS);
  });

  it('is a rate by the second where the registry says that a second is enough', () => {
    const limit = refusedIn('registry.example', { retryAfterMs: 1_000 });

    expect(limit.closedUntil).toBe(4_000);
    expect(limit.intervalAt(5_000)).toBeLessThan(300);
  });

  it('is a rate by the minute for pulls, and where the registry refuses those who keep their distance', () => {
    const pulls = refusedIn('registry.example', { requests: 'pull', retryAfterMs: 1_000 });
    const again = refusedIn('registry.example', { retryAfterMs: 1_000 });
    for (let now = 5_000; now < 8_000; now += 250) again.answered(now);
    again.refused({ sentAt: 8_000, now: 8_000, retryAfterMs: 1_000 });

    expect(pulls.intervalAt(5_000)).toBeGreaterThan(5 * SECOND_MS);
    expect(again.intervalAt(10_000)).toBeGreaterThan(3 * SECOND_MS);
  });

  it('is a pause of a second and no slow pace at ECR, which counts all workers by the second', () => {
    const limit = refusedIn(ECR);

    expect(limit.closedUntil).toBe(4_000);
    expect(limit.intervalAt(5_000)).toBe(200);
  });

  it('is a pace that ECR slows down while it goes on refusing, to one a second', () => {
    const limit = refusedIn(ECR);
    for (let now = 10_000; now < 100_000; now += 10_000) {
      limit.refused({ sentAt: now, now, retryAfterMs: undefined });
    }

    expect(limit.intervalAt(100_000)).toBe(SECOND_MS);
  });
});
