import pMap from 'p-map';
import type { CallOptions } from '../content/ports.ts';
import { at } from '../copy/errors.ts';
import type { Definition, SelectedImages } from '../definition/definition.ts';
import { MOST_ENTRIES } from '../definition/entry-limit.ts';
import { formatReference, type RepositoryName, type Tag } from '../oci/reference.ts';
import type { SyncListener } from './events.ts';
import { expandSelection } from './expand-selection.ts';
import { failedBy, type PlannedImage } from './planned-image.ts';
import type { Repositories } from './ports.ts';
import { uniqueTargets } from './unique-targets.ts';

export interface ExpandOptions extends CallOptions {
  readonly repositories: Repositories;
  readonly listener?: SyncListener | undefined;
  /** Lists that were read when this run was expanded before, and where those that are read now are kept. */
  readonly tagLists?: TagLists | undefined;
}

/** Lists of tags by their source, a repository. */
export interface TagLists {
  read(source: string): Promise<readonly Tag[] | undefined>;
  keep(source: string, tags: readonly Tag[]): Promise<void>;
}

/** Each of them has its whole list in memory until its tags are selected. */
const SOURCES_AT_A_TIME = 8;

/**
 * What `definition` means now, in its order, with every selection replaced by
 * the images that it selects. A repository is listed once, however many entries
 * select from it. A list that cannot be read to its end, and an abort before
 * that, is a failure of each entry that waited for it: nothing rejects but `tagLists`.
 *
 * A selection for which the run has no room is a failure too. Whatever is listed first, repositories
 * take their room in the order of the definition, so that the same ones fail every time.
 */
export async function expandDefinition(
  { images }: Definition,
  options: ExpandOptions,
): Promise<readonly PlannedImage[]> {
  const selections = images.filter((entry) => entry.kind === 'selected');
  const bySource = Map.groupBy(selections, ({ source }) => formatReference(source));
  const expand = createExpand(MOST_ENTRIES - (images.length - selections.length));
  let turn: Promise<unknown> = Promise.resolve();
  const expandInTurn = (entries: readonly SelectedImages[]) => {
    const expanding = expandSource(entries, { ...options, expand, turn });
    turn = expanding;
    return expanding;
  };
  const expansions = await pMap(bySource.values(), expandInTurn, {
    concurrency: SOURCES_AT_A_TIME,
  });
  const expanded = new Map(expansions.flat());
  return uniqueTargets(
    images.flatMap((entry) => (entry.kind === 'named' ? entry : (expanded.get(entry) ?? []))),
  );
}

type Expand = (entry: SelectedImages, tags: readonly Tag[]) => readonly PlannedImage[];

/** Expands entries one after another as long as there is room for what they come to. */
function createExpand(room: number): Expand {
  let left = room;
  return (entry, tags) => {
    const images = expandSelection(entry, tags, left);
    left = Math.max(0, left - images.length);
    return images;
  };
}

interface ExpandSourceOptions extends ExpandOptions {
  readonly expand: Expand;
  /** When those have taken their room that come before. */
  readonly turn: Promise<unknown>;
}

/** Expands the entries of one repository; the list of its tags is let go of with this call. */
async function expandSource(
  entries: readonly SelectedImages[],
  { expand, turn, ...options }: ExpandSourceOptions,
): Promise<readonly (readonly [SelectedImages, readonly PlannedImage[]])[]> {
  const [first] = entries;
  if (!first) return [];
  const source = formatReference(first.source);
  const [list] = await Promise.all([listOf(first.source, options), turn]);
  return entries.map((entry) => [
    entry,
    'tags' in list ? expand(entry, list.tags) : [failedBy(list.error, { source })],
  ]);
}

type TagList = { readonly tags: readonly Tag[] } | { readonly error: unknown };

/** The list that is kept, or else as the registry has it now; what cannot be read is not kept. */
async function listOf(name: RepositoryName, options: ExpandOptions): Promise<TagList> {
  const { tagLists } = options;
  const source = formatReference(name);
  const kept = await tagLists?.read(source);
  if (kept) return { tags: kept };
  const read = await readTags(name, options).then(
    (tags) => ({ tags }),
    (error: unknown) => ({ error }),
  );
  if ('tags' in read) await tagLists?.keep(source, read.tags);
  return read;
}

async function readTags(
  name: RepositoryName,
  { repositories, listener, tagLists: _, ...options }: ExpandOptions,
): Promise<readonly Tag[]> {
  options.signal?.throwIfAborted();
  listener?.({ type: 'listing', source: formatReference(name) });
  const open = async () => repositories.open(name, 'pull');
  const repository = await at('source', `opening ${name.registry}`, open, options);
  const read = async (call: CallOptions) => {
    const pages: (readonly Tag[])[] = [];
    for await (const page of repository.listTags(call)) pages.push(page);
    return pages.flat();
  };
  return await at('source', `listing the tags of ${name.repository}`, read, options);
}
