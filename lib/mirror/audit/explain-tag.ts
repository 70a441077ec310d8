import type { CallOptions } from '../../content/ports.ts';
import {
  formatReference,
  parseReference,
  type Reference,
  type Tag,
  tagOrDigestOf,
} from '../../oci/reference.ts';
import type { ImageRecord } from '../ports.ts';
import { attempt } from './attempt.ts';
import type { AuditWork } from './audit-dependencies.ts';
import type { Finding, Unseen } from './audit-report.ts';
import type { AuditedPlace } from './audited-place.ts';
import { finding } from './findings.ts';
import { lookAt, openToPull } from './look-at.ts';

/** What is to be said of a tag that no image of the definition has. */
export type TagVerdict = { readonly finding: Finding } | { readonly unseen: Unseen };

/**
 * Says where such a tag comes from, as far as the ledger knows it. A tag that was selected once and that upstream has
 * removed since has vanished there: whoever cleans up must not take its last copy for refuse.
 */
export async function explainTag(
  tag: Tag,
  { name, selectedFrom }: AuditedPlace,
  { sources, ledger, ...options }: AuditWork & CallOptions,
): Promise<TagVerdict> {
  options.signal?.throwIfAborted();
  const target = formatReference({ ...name, tag });
  const record = await ledger.readImage(target);
  if (!record) {
    const message = 'no image of the definition has this tag, and no run has recorded it';
    return { finding: finding('unexplained', { target, message }) };
  }

  const source = parseReference(record.outcome.source);
  if (!selectedFrom.has(formatReference(repositoryOf(source))))
    return { finding: left(target, record) };
  const upstream = await attempt((call) => resolve(source, sources, call), options);
  if ('error' in upstream)
    return { unseen: { target, source: record.outcome.source, error: upstream.error } };
  return { finding: upstream.seen ? left(target, record) : vanished(target, record) };
}

async function resolve(source: Reference, sources: AuditWork['sources'], options: CallOptions) {
  const repository = await openToPull('source', source, sources, options);
  return await lookAt('source', repository, tagOrDigestOf(source), options);
}

function repositoryOf({ registry, repository }: Reference): Reference {
  return { registry, repository };
}

function left(target: string, record: ImageRecord): Finding {
  const message = 'a run has mirrored it, and no image of the definition has this tag any more';
  return finding('unexplained', { target, message, record });
}

function vanished(target: string, record: ImageRecord): Finding {
  const message = `upstream has removed ${record.outcome.source}, which the definition selected; the target still has its copy`;
  return finding('vanished', { target, message, record });
}
