import type { CallOptions } from '../../content/ports.ts';
import type { NamedImage } from '../../definition/definition.ts';
import type { Descriptor } from '../../oci/descriptor.ts';
import { tagOrDigestOf } from '../../oci/reference.ts';
import { namesOf } from '../planned-image.ts';
import type { ImageRecord } from '../ports.ts';
import { type Attempt, attempt } from './attempt.ts';
import type { AuditWork } from './audit-dependencies.ts';
import type { Finding, Unseen } from './audit-report.ts';
import { compareTarget } from './compare-target.ts';
import { finding } from './findings.ts';
import { lookAt, openToPull } from './look-at.ts';

/** What became known of an image by looking at both of its sides and at its record. */
export interface AuditedImage {
  readonly image: NamedImage;
  readonly findings: readonly Finding[];
  readonly unseen: readonly Unseen[];
  readonly record: ImageRecord | undefined;
  /** What stands at the target; absent also where it could not be looked at. */
  readonly found?: Descriptor;
  readonly isTargetSeen: boolean;
}

/** Looks at an image, both sides at once: what fails on one of them says nothing against the other. */
export async function auditImage(
  image: NamedImage,
  work: AuditWork,
  options: CallOptions,
): Promise<AuditedImage> {
  const names = namesOf(image);
  const [upstream, compared] = await Promise.all([
    attempt((call) => resolveSource(image, work.sources, call), options),
    compareTarget(image, work, options),
  ]);
  const { target, record } = compared;
  const found = 'seen' in target ? target.seen.found : undefined;
  const errors = [upstream, target].flatMap((look) => ('error' in look ? look.error : []));
  return {
    image,
    findings: [
      ...('seen' in target ? target.seen.findings : []),
      ...vanishedFrom(upstream, names, { record, found }),
    ],
    unseen: errors.map((error) => ({ ...names, error })),
    record,
    ...(found && { found }),
    isTargetSeen: 'seen' in target,
  };
}

async function resolveSource(
  { source }: NamedImage,
  sources: AuditWork['sources'],
  options: CallOptions,
): Promise<Descriptor | undefined> {
  const repository = await openToPull('source', source, sources, options);
  return await lookAt('source', repository, tagOrDigestOf(source), options);
}

interface Copy {
  readonly record: ImageRecord | undefined;
  readonly found: Descriptor | undefined;
}

function vanishedFrom(
  upstream: Attempt<Descriptor | undefined>,
  names: Pick<Finding, 'target'> & { readonly source: string },
  { record, found }: Copy,
): readonly Finding[] {
  if ('error' in upstream || upstream.seen) return [];
  const copy = found ? 'the target still has its copy' : 'the target has no copy';
  const message = `upstream has no ${names.source}; ${copy}`;
  return [finding('vanished', { ...names, message, record, foundDigest: found?.digest ?? null })];
}
