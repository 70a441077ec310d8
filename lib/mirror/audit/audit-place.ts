import pMap from 'p-map';
import type { CallOptions, TagSource } from '../../content/ports.ts';
import { at } from '../../copy/errors.ts';
import { isReferrerTag } from '../../copy/referrer-tag.ts';
import { SyncerError } from '../../errors.ts';
import { formatReference, type Tag } from '../../oci/reference.ts';
import { attempt } from './attempt.ts';
import type { AuditWork } from './audit-dependencies.ts';
import type { Finding, Unseen } from './audit-report.ts';
import type { AuditedPlace } from './audited-place.ts';
import { explainTag, type TagVerdict } from './explain-tag.ts';
import { finding } from './findings.ts';
import { openToPull } from './look-at.ts';
import { orphanedTags } from './orphaned-tags.ts';

/** What was seen of the tags of one repository. */
export interface TagsSeen {
  /** How many it has. */
  readonly tags: number;
  readonly findings: readonly Finding[];
  readonly unseen: readonly Unseen[];
}

const TAGS_AT_A_TIME = 4;

/**
 * Lists the tags of a repository, once, and says for which of them the definition has no reason. Of all others
 * nothing is kept but the names of what is about images, so that a repository may have very many.
 */
export async function auditPlace(
  place: AuditedPlace,
  work: AuditWork,
  options: CallOptions,
): Promise<TagsSeen> {
  const target = formatReference(place.name);
  const unseen = (error: Unseen['error']) => ({ target, source: null, error });
  const listed = await attempt((call) => listUnnamed(place, work, call), options);
  if ('error' in listed) return { tags: 0, findings: [], unseen: [unseen(listed.error)] };

  const { tags, unnamed, referring } = listed.seen;
  const verdicts = await explainAll(unnamed, place, { ...work, ...options });
  const orphans = await attempt(
    (call) => findOrphans(referring, place, { ...work, ...call }),
    options,
  );
  return {
    tags,
    findings: [
      ...verdicts.flatMap((verdict) => ('finding' in verdict ? verdict.finding : [])),
      ...('seen' in orphans ? orphans.seen : []),
    ],
    unseen: [
      ...verdicts.flatMap((verdict) => ('unseen' in verdict ? verdict.unseen : [])),
      ...('error' in orphans ? [unseen(orphans.error)] : []),
    ],
  };
}

interface ListedTags {
  readonly tags: number;
  /** Those that no image has. */
  readonly unnamed: readonly Tag[];
  /** Those that are about something. */
  readonly referring: readonly Tag[];
}

async function listUnnamed(
  { name, tags: named }: AuditedPlace,
  { repositories }: AuditWork,
  options: CallOptions,
): Promise<ListedTags> {
  const repository = await openToPull('target', name, repositories, options);
  const list = (call: CallOptions) => readUnnamed(repository, named, call);
  return await at('target', `listing the tags of ${name.repository}`, list, options);
}

async function readUnnamed(
  repository: TagSource,
  named: AuditedPlace['tags'],
  options: CallOptions,
): Promise<ListedTags> {
  const [unnamed, referring]: [Tag[], Tag[]] = [[], []];
  let tags = 0;
  for await (const page of pagesOf(repository, options)) {
    tags += page.length;
    for (const tag of page) {
      if (!named.has(tag)) (isReferrerTag(tag) ? referring : unnamed).push(tag);
    }
  }
  return { tags, unnamed, referring };
}

/** A repository that is not there yet has no tags; one that is gone in the middle of its list has told too few. */
async function* pagesOf(
  repository: TagSource,
  options: CallOptions,
): AsyncGenerator<readonly Tag[], void, undefined> {
  let hasAnswered = false;
  try {
    for await (const page of repository.listTags(options)) {
      hasAnswered = true;
      yield page;
    }
  } catch (error) {
    const isAbsent = error instanceof SyncerError && error.kind === 'not-found';
    if (hasAnswered || !isAbsent) throw error;
  }
}

/** Where it is not known which tags are selected, the failure to list them says all there is to say. */
async function explainAll(
  tags: readonly Tag[],
  place: AuditedPlace,
  { signal, ...work }: AuditWork & CallOptions,
): Promise<readonly TagVerdict[]> {
  if (place.unknownFrom !== undefined) return [];
  const explain = (tag: Tag) => explainTag(tag, place, { ...work, ...(signal && { signal }) });
  return await pMap(tags, explain, { concurrency: TAGS_AT_A_TIME });
}

async function findOrphans(
  tags: readonly Tag[],
  place: AuditedPlace,
  { repositories, ...options }: AuditWork & CallOptions,
): Promise<readonly Finding[]> {
  if (!place.isWhole || place.unknownFrom !== undefined) return [];
  const repository = await openToPull('target', place.name, repositories, options);
  const orphans = await orphanedTags(tags, place, { ...options, repository });
  return orphans.map(({ tag, message }) =>
    finding('unexplained', { target: formatReference({ ...place.name, tag }), message }),
  );
}
