import {
  type AuditReport,
  FINDING_KINDS,
  type Finding,
  type Unseen,
} from '../../mirror/audit/audit-report.ts';
import { printDocument } from '../../wording/print-document.ts';
import { problemDocument } from './json.ts';
import type { Problem } from './problem.ts';

/** The document of an audit. What could not be looked at stands among the errors, with more fields than others have. */
export function jsonAudit(report: AuditReport): string {
  const { startedAt, finishedAt, images, repositories, tags } = report;
  const counts = countsOf(report);
  return printDocument({
    audit: { startedAt, finishedAt, images, repositories, tags, counts },
    findings: report.findings.map(findingDocument),
    errors: report.unseen.map(unseenDocument),
  });
}

/** The document of an audit that did not begin, and every problem that stood in its way. */
export function jsonAuditErrors(problems: readonly Problem[]): string {
  return printDocument({ audit: null, findings: [], errors: problems.map(problemDocument) });
}

function countsOf({ findings, unseen }: AuditReport): object {
  const counts = FINDING_KINDS.map((kind): readonly [string, number] => [
    kind,
    findings.filter((finding) => finding.kind === kind).length,
  ]);
  return { ...Object.fromEntries(counts), errors: unseen.length };
}

function findingDocument(finding: Finding): object {
  return {
    kind: finding.kind,
    target: finding.target,
    source: finding.source,
    message: finding.message,
    recordedDigest: finding.recordedDigest,
    runId: finding.runId,
    recordedAt: finding.recordedAt,
    foundDigest: finding.foundDigest,
  };
}

function unseenDocument({ target, source, error }: Unseen): object {
  const { message, hint, kind, code, side, retryable } = error;
  const problem = problemDocument({ file: null, line: null, column: null, message, hint });
  return { ...problem, kind, code, side, retryable, target, source };
}
