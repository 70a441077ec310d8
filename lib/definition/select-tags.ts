import { Range, type SemVer } from 'semver';
import type { Tag } from '../oci/reference.ts';
import type { SemverRange, TagPattern, TagSelection } from './definition.ts';
import { matcherOf } from './tag-pattern.ts';
import { versionOf } from './tag-version.ts';

/**
 * The tags that a selection means, each once and in the order of `tags`.
 *
 * Its parts apply one after another: `include` (every tag where it is absent), `exclude`,
 * `semver`, `latest`. With `semver`, a tag that names no version is left out, and so are
 * pre-releases unless `prerelease` is true; as in npm, a range that names a pre-release itself
 * admits those of the same version all the same: `>=1.0.0-rc.1` has 1.0.0-rc.2 and not 1.1.0-rc.1.
 * `latest` keeps the newest by version, pre-releases where they are among the rest. Tags that
 * name no version rank below all that do; among them, and among tags of one version, the one
 * further down the list is the newer.
 */
export function selectTags(tags: readonly Tag[], selection: TagSelection): readonly Tag[] {
  const { include, exclude, semver, latest } = selection;
  const isIncluded = include ? matcherOf(include) : () => true;
  const isExcluded = matcherOf(exclude);
  const isWithin = semver ? rangeTest(semver) : () => true;
  const selected = [...new Set(tags)].filter(
    (tag) => isIncluded(tag) && !isExcluded(tag) && isWithin(tag),
  );
  return latest === undefined ? selected : newest(selected, latest);
}

/** The patterns of `include` that match none of `tags`: slips of the pen, most likely. */
export function unmatched(
  tags: readonly Tag[],
  { include = [] }: TagSelection,
): readonly TagPattern[] {
  const present = new Set(tags);
  return include.filter((pattern) =>
    pattern.kind === 'exact' ? !present.has(pattern.text) : !tags.some(matcherOf([pattern])),
  );
}

function rangeTest({ range, prerelease }: SemverRange): (tag: Tag) => boolean {
  const wanted = new Range(range, { includePrerelease: prerelease });
  return (tag) => {
    const version = versionOf(tag);
    return version !== undefined && wanted.test(version);
  };
}

function newest(tags: readonly Tag[], count: number): readonly Tag[] {
  const ranked = tags.map((tag) => ({ tag, version: versionOf(tag) })).toSorted(byVersion);
  const kept = new Set(ranked.slice(-count).map(({ tag }) => tag));
  return tags.filter((tag) => kept.has(tag));
}

interface Ranked {
  readonly version: SemVer | undefined;
}

function byVersion({ version: one }: Ranked, { version: other }: Ranked): number {
  if (one && other) return one.compare(other);
  return Number(one !== undefined) - Number(other !== undefined);
}
