import { describe, expect, it } from 'vitest';
import { jsonAudit, jsonAuditErrors } from '../../../lib/cli/report/audit-json.ts';
import {
  auditFinding,
  auditReport,
  FOUND,
  RECORDED,
  unseenSource,
} from '../../support/audit-builder.ts';
import { FIRST_RUN } from '../../support/run-builder.ts';

describe('jsonAudit', () => {
  it('prints what was found and what could not be looked at, field by field', () => {
    const text = jsonAudit(auditReport({ findings: [auditFinding()], unseen: [unseenSource()] }));

    expect(JSON.parse(text)).toEqual({
      audit: {
        startedAt: '2026-01-01T00:00:00.000Z',
        finishedAt: '2026-01-01T00:00:01.500Z',
        images: 2,
        repositories: 1,
        tags: 1200,
        counts: { unexplained: 0, changed: 1, missing: 0, unrecorded: 0, vanished: 0, errors: 1 },
      },
      findings: [
        {
          kind: 'changed',
          target: 'mirror.example/busybox:1',
          source: 'docker.io/library/busybox:1',
          message: 'the tag 1 names other content than when it was last recorded',
          recordedDigest: RECORDED,
          runId: FIRST_RUN,
          recordedAt: '2026-01-01T00:00:30.000Z',
          foundDigest: FOUND,
        },
      ],
      errors: [
        {
          file: null,
          line: null,
          column: null,
          message: 'resolving the tag 1 failed at the source',
          hint: 'log in',
          kind: 'auth',
          code: 'AUTHENTICATION_FAILED',
          side: 'source',
          retryable: false,
          target: 'mirror.example/busybox:1',
          source: 'docker.io/library/busybox:1',
        },
      ],
    });
  });

  it('publishes nothing that is not listed', () => {
    const planted = { ...auditFinding(), secret: 'planted' };

    expect(jsonAudit(auditReport({ findings: [planted] }))).not.toContain('planted');
  });

  it('lets no name steer a terminal', () => {
    const target = 'mirror.example/app:\u001b[2J\u202e';

    const text = jsonAudit(auditReport({ findings: [auditFinding({ target })] }));

    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(JSON.parse(text).findings[0].target).toBe(target);
  });
});

describe('jsonAuditErrors', () => {
  it('has the members of an audit', () => {
    const problem = { file: 'images.yaml', line: 1, column: 2, message: 'wrong', hint: 'right' };

    const text = jsonAuditErrors([problem]);

    expect(JSON.parse(text)).toEqual({ audit: null, findings: [], errors: [problem] });
  });
});
