import type { SettledImage } from '../planned-image.ts';
import type { Finding, Unseen } from './audit-report.ts';
import { finding } from './findings.ts';

/** Whether a selection came to nothing because upstream has nothing, or nothing of that name. */
export function isVanished({ outcome: { error } }: SettledImage): boolean {
  return error?.code === 'EMPTY_SELECTION' || error?.kind === 'not-found';
}

/** What entries come to that are no images: gone upstream, or not to be looked at. What the definition allows is neither. */
export function settledFindings(settled: readonly SettledImage[]): {
  readonly findings: readonly Finding[];
  readonly unseen: readonly Unseen[];
} {
  const failed = settled.filter(({ outcome }) => outcome.error !== null);
  return {
    findings: failed.filter(isVanished).map(vanished),
    unseen: failed.filter((image) => !isVanished(image)).flatMap(unseenOf),
  };
}

function vanished({ outcome: { source, target, error } }: SettledImage): Finding {
  return finding('vanished', { source, target, message: error?.message ?? '' });
}

function unseenOf({ outcome: { source, target, error } }: SettledImage): readonly Unseen[] {
  return error ? [{ source, target, error }] : [];
}
