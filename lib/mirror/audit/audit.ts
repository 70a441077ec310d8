import pMap from 'p-map';
import type { CallOptions } from '../../content/ports.ts';
import { signalOf } from '../../copy/signal-of.ts';
import type { Definition } from '../../definition/definition.ts';
import { expandDefinition } from '../expand-definition.ts';
import { SharedSources } from '../shared-sources.ts';
import type { AuditDependencies, AuditWork } from './audit-dependencies.ts';
import { auditImage } from './audit-image.ts';
import { auditPlace } from './audit-place.ts';
import type { AuditReport } from './audit-report.ts';
import { placesOf } from './places-of.ts';
import { settledFindings } from './settled-findings.ts';

export interface AuditCall extends CallOptions {
  /** How many images are looked at at a time. */
  readonly workers: number;
}

const REPOSITORIES_AT_A_TIME = 8;

/**
 * Holds the target repositories of `definition`, its sources and the ledger against each other, and says where they do
 * not agree. Nothing is written anywhere. What cannot be looked at is told as such; it rejects where the
 * ledger cannot be read, and with the reason of an abort.
 */
export async function audit(
  definition: Definition,
  { workers, ...call }: AuditCall,
  { repositories, ledger, clock }: AuditDependencies,
): Promise<AuditReport> {
  const now = () => new Date(clock.now()).toISOString();
  const startedAt = now();
  const work: AuditWork = { repositories, ledger, sources: new SharedSources(repositories) };
  const planned = await expandDefinition(definition, { repositories, ...signalOf(call) });

  const named = planned.filter((image) => image.kind === 'named');
  const settled = planned.filter((image) => image.kind === 'settled');
  const look = (image: (typeof named)[number]) => auditImage(image, work, signalOf(call));
  const images = await pMap(named, look, { concurrency: workers });
  const places = placesOf({ definition, images, settled });
  const tags = await pMap(places, (place) => auditPlace(place, work, signalOf(call)), {
    concurrency: REPOSITORIES_AT_A_TIME,
  });

  const all = [...images, settledFindings(settled), ...tags];
  return {
    startedAt,
    finishedAt: now(),
    images: named.length,
    repositories: places.length,
    tags: tags.reduce((sum, seen) => sum + seen.tags, 0),
    findings: all.flatMap(({ findings }) => findings),
    unseen: all.flatMap(({ unseen }) => unseen),
  };
}
