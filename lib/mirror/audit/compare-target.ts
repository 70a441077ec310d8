import type { CallOptions, ContentSource } from '../../content/ports.ts';
import { at } from '../../copy/errors.ts';
import type { NamedImage } from '../../definition/definition.ts';
import type { Descriptor } from '../../oci/descriptor.ts';
import { algorithmOf, type Digest } from '../../oci/digest.ts';
import { namesManifest } from '../../oci/manifest-digest.ts';
import { isSchema1Type } from '../../oci/media-types.ts';
import { spokenName, tagOrDigestOf } from '../../oci/reference.ts';
import { namesOf } from '../planned-image.ts';
import type { ImageRecord } from '../ports.ts';
import { type Attempt, attempt } from './attempt.ts';
import type { AuditWork } from './audit-dependencies.ts';
import type { Finding } from './audit-report.ts';
import { finding } from './findings.ts';
import { lookAt, openToPull } from './look-at.ts';

/** What stands at a target, beside what was recorded of it. */
export interface ComparedTarget {
  readonly record: ImageRecord | undefined;
  readonly target: Attempt<SeenTarget>;
}

interface SeenTarget {
  readonly found: Descriptor | undefined;
  readonly findings: readonly Finding[];
}

/** Holds what stands at the target of `image` against the ledger. */
export async function compareTarget(
  image: NamedImage,
  { repositories, ledger }: AuditWork,
  options: CallOptions,
): Promise<ComparedTarget> {
  const { target: name } = namesOf(image);
  const record = await ledger.readImage(name);
  const look = (known: ImageRecord | undefined) =>
    attempt((call) => lookAtTarget(image, known, { ...call, repositories }), options);
  const target = await look(record);
  if ('error' in target || target.seen.findings.length === 0) return { record, target };

  // A run that goes on meanwhile may have recorded by now what was found.
  const latest = await ledger.readImage(name);
  if (latest?.lastRun === record?.lastRun) return { record, target };
  return { record: latest, target: await look(latest) };
}

async function lookAtTarget(
  image: NamedImage,
  record: ImageRecord | undefined,
  { repositories, ...call }: CallOptions & Pick<AuditWork, 'repositories'>,
): Promise<SeenTarget> {
  const repository = await openToPull('target', image.target, repositories, call);
  const recorded = record?.outcome.targetDigest ?? undefined;
  const { tag } = image.target;
  const name = tag ?? recorded ?? tagOrDigestOf(image.target);
  const found = await lookAt('target', repository, name, call);
  const isSame = await isNamed(found, recorded, { ...call, repository });
  const difference = { record, found, name: spokenName(name) };
  return { found, findings: isSame ? [] : findingsOf(image, difference) };
}

/** Whether `recorded` is a name of what was found: see `comparedWith`, which records the wanted one of several. */
async function isNamed(
  found: Descriptor | undefined,
  recorded: Digest | undefined,
  { repository, ...call }: CallOptions & { readonly repository: ContentSource },
): Promise<boolean> {
  if (!found || !recorded || found.digest === recorded) return found?.digest === recorded;
  const mayAlsoBe = algorithmOf(found.digest) !== algorithmOf(recorded);
  if (!mayAlsoBe && !isSchema1Type(found.mediaType)) return false;
  const fetch = (options: CallOptions) => repository.fetchManifest(found.digest, options);
  const { bytes } = await at('target', `reading the manifest ${found.digest}`, fetch, call);
  return namesManifest(recorded, bytes);
}

interface Difference {
  readonly record: ImageRecord | undefined;
  readonly found: Descriptor | undefined;
  /** As it is spoken. */
  readonly name: string;
}

/** A record without a digest is of a run that failed before it had looked at the target: it vouches for nothing. */
function findingsOf(image: NamedImage, { record, found, name }: Difference): readonly Finding[] {
  const common = { ...namesOf(image), record, foundDigest: found?.digest ?? null };
  const isRecorded = (record?.outcome.targetDigest ?? null) !== null;
  if (!found) {
    const message = `the registry has nothing under ${name} any more`;
    return isRecorded ? [finding('missing', { ...common, message })] : [];
  }
  if (isRecorded) {
    const message = `${name} names other content than when it was last recorded`;
    return [finding('changed', { ...common, message })];
  }
  const message = `${name} is there although no run has recorded it; the next run says whether it is what the definition means`;
  return record ? [] : [finding('unrecorded', { ...common, message })];
}
