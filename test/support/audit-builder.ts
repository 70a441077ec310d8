import type { AuditReport, Finding, Unseen } from '../../lib/mirror/audit/audit-report.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { FIRST_RUN } from './run-builder.ts';

export const RECORDED = digestOf(Buffer.from('recorded'));
export const FOUND = digestOf(Buffer.from('found'));

/** A target that has changed, unless told otherwise. */
export function auditFinding(given: Partial<Finding> = {}): Finding {
  return {
    kind: 'changed',
    target: 'mirror.example/busybox:1',
    source: 'docker.io/library/busybox:1',
    message: 'the tag 1 names other content than when it was last recorded',
    recordedDigest: RECORDED,
    runId: FIRST_RUN,
    recordedAt: '2026-01-01T00:00:30.000Z',
    foundDigest: FOUND,
    ...given,
  };
}

/** A source that let nobody in. */
export function unseenSource(given: Partial<Unseen> = {}): Unseen {
  return {
    target: 'mirror.example/busybox:1',
    source: 'docker.io/library/busybox:1',
    error: {
      kind: 'auth',
      code: 'AUTHENTICATION_FAILED',
      side: 'source',
      message: 'resolving the tag 1 failed at the source',
      hint: 'log in',
      retryable: false,
      causes: [],
    },
    ...given,
  };
}

/** An audit of two images that found nothing, unless told otherwise. */
export function auditReport(given: Partial<AuditReport> = {}): AuditReport {
  return {
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: '2026-01-01T00:00:01.500Z',
    images: 2,
    repositories: 1,
    tags: 1200,
    findings: [],
    unseen: [],
    ...given,
  };
}
