import { validRange } from 'semver';
import { quoted } from '../../oci/quoted.ts';
import type { SemverRange, TagPattern, TagSelection } from '../definition.ts';
import type { Written } from '../references.ts';
import type { WrittenTags } from '../schema/tags-schema.ts';
import { readTagPattern } from '../tag-pattern.ts';
import type { Part } from './sections.ts';
import { type ReadContext, writtenAt, writtenItems } from './written-at.ts';

/** Which tags of its source an image means. */
export type SourceTags =
  /** The one that the source names, if any. */
  | { readonly kind: 'own' }
  /** Exact ones, for which the registry need not list its tags. */
  | { readonly kind: 'listed'; readonly tags: readonly Written[] }
  /** Whatever the registry has of these. */
  | { readonly kind: 'selected'; readonly selection: TagSelection };

type Selecting = Exclude<WrittenTags, string | readonly string[]>;

/** What `tags` of an image means, or `undefined` after recording what is wrong with it. */
export function readSourceTags(
  { path, content: tags }: Part<WrittenTags | undefined>,
  context: ReadContext,
): SourceTags | undefined {
  if (tags === undefined) return { kind: 'own' };
  if (tags === 'all') return { kind: 'selected', selection: { exclude: [] } };
  if (!Array.isArray(tags)) return readSelection({ path, content: tags }, context);
  const written = writtenItems(path, tags, context);
  const include = readPatterns(written, context);
  return include && fewest(written, { include, exclude: [] });
}

function readSelection(
  { path, content }: Part<Selecting>,
  context: ReadContext,
): SourceTags | undefined {
  const { latest } = content;
  if (Object.keys(content).length === 0) {
    const hint = 'write tags: all for every tag, or one of include, exclude, semver and latest';
    context.findings.refuse(context.document.placeOf(path), 'tags is an empty map', hint);
    return undefined;
  }
  const written = patternsAt([...path, 'include'], content.include, context);
  const include = readPatterns(written, context);
  const exclude = readPatterns(patternsAt([...path, 'exclude'], content.exclude, context), context);
  const semver = readRange({ path, content }, context);
  if (!include || !exclude || semver === 'refused') return undefined;
  return fewest(written, {
    ...(content.include !== undefined && { include }),
    exclude,
    ...(semver && { semver }),
    ...(latest !== undefined && { latest }),
  });
}

function patternsAt(
  path: Part<unknown>['path'],
  texts: string | readonly string[] | undefined,
  context: ReadContext,
): readonly Written[] {
  return typeof texts === 'string'
    ? [writtenAt(path, texts, context)]
    : writtenItems(path, texts, context);
}

/** All of the patterns, or `undefined` where one is none. */
function readPatterns(
  written: readonly Written[],
  { findings }: ReadContext,
): readonly TagPattern[] | undefined {
  const patterns = written.flatMap((text) => readTagPattern(text, findings) ?? []);
  return patterns.length === written.length ? patterns : undefined;
}

function readRange(
  { path, content: { semver, prerelease = false } }: Part<Selecting>,
  context: ReadContext,
): SemverRange | 'refused' | undefined {
  if (semver === undefined) return undefined;
  if (validRange(semver) !== null) return { range: semver, prerelease };
  const { place } = writtenAt([...path, 'semver'], semver, context);
  const hint = 'write a range as npm does, such as ">=3.5 <4", "~1.36" or "1.x || 3.x"';
  context.findings.refuse(place, `${quoted(semver)} is not a range of versions`, hint);
  return 'refused';
}

/** Exact tags that nothing narrows down are known without asking the registry. */
function fewest(written: readonly Written[], selection: TagSelection): SourceTags {
  const { include, exclude, semver, latest } = selection;
  const isExact = include?.every(({ kind }) => kind === 'exact') ?? false;
  const isNarrowed = exclude.length > 0 || semver !== undefined || latest !== undefined;
  return isExact && !isNarrowed
    ? { kind: 'listed', tags: written }
    : { kind: 'selected', selection };
}
