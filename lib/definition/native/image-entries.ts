import { formatReference, type Reference } from '../../oci/reference.ts';
import type {
  ImageEntry,
  ImageSettings,
  NamedImage,
  SelectedImages,
  TagSelection,
} from '../definition.ts';
import type { Findings } from '../findings.ts';
import { type Aim, refuseFixed, tagFor, templateOf } from '../naming/target-tag.ts';
import { withoutPin, withTag } from '../references.ts';

/** What holds for all entries of an image. */
export interface EntryContext {
  readonly findings: Findings;
  readonly settings: ImageSettings;
  readonly allowEmpty: boolean;
}

/** The entries for one target of the image at `reference`, without those about which something is recorded. */
export function entriesFor(
  aim: Aim,
  reference: Reference,
  context: EntryContext,
): readonly ImageEntry[] {
  const { tags } = aim.words;
  const { findings } = context;
  const template = templateOf(aim, findings);
  if (!tags || template === undefined) return [];
  if (tags.kind === 'own')
    return namedEntry(aim, { source: withTag(reference), template }, context);
  if (refuseFixed(template, aim, findings)) return [];
  const { registry, repository } = reference;
  const source = { registry, repository };
  if (tags.kind === 'selected') {
    return selectedEntry(aim, { source, template, tags: tags.selection }, context);
  }
  return tags.tags.flatMap(({ text: tag }) =>
    namedEntry(aim, { source: { ...source, tag }, template }, context),
  );
}

function namedEntry(
  aim: Aim,
  { source, template }: { readonly source: Reference; readonly template: string },
  { findings, settings }: EntryContext,
): readonly NamedImage[] {
  const target = targetFor(source, template, aim, findings);
  if (!target || refuseItself(withoutPin(source), target, aim, findings)) return [];
  return [{ kind: 'named', ...settings, source, target, place: aim.place }];
}

function targetFor(
  source: Reference,
  template: string,
  aim: Aim,
  findings: Findings,
): Reference | undefined {
  const { registry, repository, digest } = aim.name;
  if (digest) return { registry, repository, digest };
  const tag = tagFor(source, template, aim, findings);
  return tag === undefined ? undefined : { registry, repository, tag };
}

function selectedEntry(
  aim: Aim,
  {
    source,
    template,
    tags,
  }: Pick<SelectedImages, 'source'> & { readonly template: string; readonly tags: TagSelection },
  { findings, settings, allowEmpty }: EntryContext,
): readonly SelectedImages[] {
  const { name, place } = aim;
  const target = { registry: name.registry, repository: name.repository };
  if (refuseItself(source, target, aim, findings)) return [];
  const renaming = template === `\${tag}` ? {} : { tagTemplate: template };
  return [{ kind: 'selected', ...settings, source, target, tags, ...renaming, allowEmpty, place }];
}

function refuseItself(
  source: Reference,
  target: Reference,
  { place }: Aim,
  findings: Findings,
): boolean {
  if (formatReference(source) !== formatReference(target)) return false;
  findings.refuse(
    place,
    `${formatReference(target)} is source and target at once`,
    'name another registry, repository or tag in target: or targetRepoPrefix:',
  );
  return true;
}
