import {
  type AuditReport,
  FINDING_KINDS,
  type Finding,
  type FindingKind,
  type Unseen,
} from '../../mirror/audit/audit-report.ts';
import { counted } from '../../wording/outcome-words.ts';
import { formatCount, formatDuration } from '../../wording/quantities.ts';
import { createPaint, type Style } from '../terminal/paint.ts';
import { type Detail, sentence, whole } from './detail.ts';
import { layOut, type Row, withSummary } from './table-layout.ts';
import type { TableOptions } from './table-options.ts';

const STYLES: Readonly<Record<FindingKind, Style>> = {
  unexplained: 'yellow',
  changed: 'red',
  missing: 'red',
  unrecorded: 'yellow',
  vanished: 'yellow',
};

/** An audit as text that ends in a newline: a row for each finding, one for whatever could not be looked at, and a summary. */
export function renderAudit(
  report: AuditReport,
  { columns, color = false }: TableOptions = {},
): string {
  const paint = createPaint(color);
  const width = columns || Number.POSITIVE_INFINITY;
  const rows = [...report.findings.map(findingRow), ...report.unseen.map(unseenRow)];
  const table = layOut(rows, { width, paint });
  return withSummary(table, summaryParts(report), { width, paint });
}

function findingRow(finding: Finding): Row {
  const { kind, target, source, message } = finding;
  const from = target === null || source === null ? [] : [sentence(`from ${source}`)];
  return {
    status: kind,
    style: STYLES[kind],
    name: target ?? source ?? '',
    details: [...from, sentence(message), ...digestDetails(finding)],
  };
}

/** Digests in full, since they are what one asks registries about next. */
function digestDetails({ recordedDigest, foundDigest, runId, recordedAt }: Finding): Detail[] {
  return [
    ...(recordedDigest === null ? [] : [whole(`recorded ${recordedDigest}`)]),
    ...(runId === null ? [] : [sentence(`in run ${runId} of ${recordedAt}`)]),
    ...(foundDigest === null ? [] : [whole(`found ${foundDigest}`)]),
  ];
}

function unseenRow({ target, source, error }: Unseen): Row {
  return {
    status: 'not seen',
    style: 'red',
    name: (error.side === 'source' ? source : target) ?? source ?? target ?? '',
    details: [sentence(error.message), sentence(`hint: ${error.hint}`)],
  };
}

function summaryParts(report: AuditReport): string[] {
  const { images, repositories, tags, unseen, startedAt, finishedAt } = report;
  return [
    `${counted(images, 'image')}, ${placesPhrase(repositories, tags)}`,
    findingsPhrase(report),
    ...(unseen.length === 0 ? [] : [`${formatCount(unseen.length)} not seen`]),
    formatDuration(Date.parse(finishedAt) - Date.parse(startedAt)),
  ];
}

function placesPhrase(repositories: number, tags: number): string {
  const places = repositories === 1 ? '1 repository' : `${formatCount(repositories)} repositories`;
  return `${places} with ${counted(tags, 'tag')}`;
}

/** Whoever has not looked everywhere has not found nothing. */
function findingsPhrase({ findings, unseen }: AuditReport): string {
  const phrases = FINDING_KINDS.flatMap((kind) => {
    const count = findings.filter((finding) => finding.kind === kind).length;
    return count === 0 ? [] : [`${formatCount(count)} ${kind}`];
  });
  if (phrases.length > 0) return phrases.join(', ');
  return unseen.length === 0 ? 'nothing found' : 'nothing found where it was looked';
}
