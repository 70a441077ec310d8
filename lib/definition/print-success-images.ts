import { stringify } from 'yaml';

/** What is asked of an outcome; sources and targets have their tag, their digest or both. */
export interface ListedOutcome {
  readonly source: string;
  readonly target: string | null;
  readonly status: string;
}

const IN_PLACE: readonly string[] = ['copied', 'unchanged'];

/** The images that are where they belong, as an images file in Aliyun's format: lists of targets by source. */
export function printSuccessImages(
  outcomes: readonly ListedOutcome[],
  format: 'yaml' | 'json',
): string {
  const targets = new Map<string, Set<string>>();
  for (const { source, target, status } of outcomes) {
    if (target === null || !IN_PLACE.includes(status)) continue;
    targets.set(source, (targets.get(source) ?? new Set()).add(target));
  }
  const images = Object.fromEntries([...targets].map(([source, names]) => [source, [...names]]));
  return format === 'json'
    ? `${JSON.stringify(images, null, 2)}\n`
    : stringify(images, { lineWidth: 0 });
}
