import type { Definition, SelectedImages } from '../../definition/definition.ts';
import type { Descriptor } from '../../oci/descriptor.ts';
import type { Digest } from '../../oci/digest.ts';
import {
  formatReference,
  parseReference,
  type Reference,
  type RepositoryName,
  type Tag,
} from '../../oci/reference.ts';
import type { SettledImage } from '../planned-image.ts';
import type { AuditedImage } from './audit-image.ts';
import type { AuditedPlace } from './audited-place.ts';
import { isVanished } from './settled-findings.ts';

/** What the places of a definition are told by. */
export interface PlacesOptions {
  readonly definition: Definition;
  readonly images: readonly AuditedImage[];
  readonly settled: readonly SettledImage[];
}

/** Every target repository of a definition, in the order in which it first names them. */
export function placesOf({ definition, images, settled }: PlacesOptions): readonly AuditedPlace[] {
  const places = new Places();
  for (const { target } of definition.images) places.of(target);
  for (const audited of images) places.add(audited);
  for (const { outcome } of settled) {
    if (outcome.target !== null) places.claim(parseReference(outcome.target));
  }
  const unread = new Set(settled.filter(isUnread).map(({ outcome }) => outcome.source));
  for (const entry of definition.images) {
    if (entry.kind === 'selected') places.select(entry, unread);
  }
  return places.all();
}

/** Whether it is not known what a selection would find. */
function isUnread(image: SettledImage): boolean {
  const { status, target } = image.outcome;
  return status === 'failed' && target === null && !isVanished(image);
}

interface PlaceBeingTold {
  readonly name: RepositoryName;
  readonly tags: Set<Tag>;
  readonly digests: Set<Digest>;
  readonly roots: Descriptor[];
  readonly selectedFrom: Set<string>;
  isWhole: boolean;
  unknownFrom?: string;
}

class Places {
  readonly #byName = new Map<string, PlaceBeingTold>();

  all(): readonly AuditedPlace[] {
    return [...this.#byName.values()];
  }

  of({ registry, repository }: RepositoryName): PlaceBeingTold {
    const name = { registry, repository };
    const known = this.#byName.get(formatReference(name));
    if (known) return known;
    const sets = { tags: new Set<Tag>(), digests: new Set<Digest>() };
    const place = { name, ...sets, roots: [], selectedFrom: new Set<string>(), isWhole: true };
    this.#byName.set(formatReference(name), place);
    return place;
  }

  /** Explains the tag of an image, and all of which its record or its target says that it consists of. */
  add({ image: { target }, record, found, isTargetSeen }: AuditedImage): void {
    const place = this.of(target);
    if (target.tag !== undefined) place.tags.add(target.tag);
    if (!isTargetSeen) place.isWhole = false;
    const recorded = record?.outcome.targetDigest;
    const known = record?.memory?.referrers;
    if (recorded) place.digests.add(recorded);
    if (found) place.digests.add(found.digest);
    if (known && (known.root === recorded || known.root === found?.digest)) {
      for (const manifest of known.manifests) place.digests.add(manifest);
    }
    if (found && known?.root !== found.digest) place.roots.push(found);
  }

  /** Explains a tag of which the definition says contradictory things. */
  claim(target: Reference): void {
    const place = this.of(target);
    if (target.tag !== undefined) place.tags.add(target.tag);
    place.isWhole = false;
  }

  select({ source, target }: SelectedImages, unread: ReadonlySet<string>): void {
    const place = this.of(target);
    const name = formatReference(source);
    place.selectedFrom.add(name);
    if (unread.has(name)) place.unknownFrom ??= name;
  }
}
