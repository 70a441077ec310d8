import { describe, expect, it } from 'vitest';
import { renderAudit } from '../../../lib/cli/report/audit-table.ts';
import {
  auditFinding,
  auditReport,
  FOUND,
  RECORDED,
  unseenSource,
} from '../../support/audit-builder.ts';
import { FIRST_RUN } from '../../support/run-builder.ts';

const NOTHING_KNOWN = {
  source: null,
  recordedDigest: null,
  runId: null,
  recordedAt: null,
  foundDigest: null,
};

describe('renderAudit', () => {
  it('says in a line that nothing was found, and where', () => {
    expect(renderAudit(auditReport())).toBe(
      '2 images, 1 repository with 1,200 tags · nothing found · 1.5 s\n',
    );
  });

  it('tells of a finding what was recorded, when, and what is there', () => {
    const lines = renderAudit(auditReport({ findings: [auditFinding()] }), { columns: 80 });

    expect(lines.split('\n')).toEqual([
      'changed  mirror.example/busybox:1',
      '  from docker.io/library/busybox:1',
      '  the tag 1 names other content than when it was last recorded',
      `  recorded ${RECORDED}`,
      `  in run ${FIRST_RUN} of 2026-01-01T00:00:30.000Z`,
      `  found ${FOUND}`,
      '',
      '2 images, 1 repository with 1,200 tags · 1 changed · 1.5 s',
      '',
    ]);
  });

  it('tells nothing of a finding that is not known', () => {
    const findings = [auditFinding({ ...NOTHING_KNOWN, kind: 'unexplained', message: 'why' })];

    expect(renderAudit(auditReport({ findings }))).toContain(
      'unexplained  mirror.example/busybox:1  why\n\n',
    );
  });

  it('calls a selection by its source', () => {
    const findings = [
      auditFinding({ ...NOTHING_KNOWN, kind: 'vanished', target: null, source: 'quay.io/app' }),
    ];

    expect(renderAudit(auditReport({ findings }))).toMatch(/^vanished {2}quay\.io\/app {2}the tag/);
  });

  it('tells what could not be looked at by the side that failed, with a hint, and claims no less', () => {
    const text = renderAudit(auditReport({ unseen: [unseenSource()] }));

    expect(text).toMatch(
      /^not seen {2}docker.io\/library\/busybox:1 {2}resolving the tag 1 failed/,
    );
    expect(text).toContain('hint: log in\n');
    expect(text).toContain('nothing found where it was looked · 1 not seen');
  });

  it('counts each kind', () => {
    const findings = [
      auditFinding(),
      auditFinding({ kind: 'missing' }),
      auditFinding({ kind: 'missing' }),
      auditFinding({ kind: 'unrecorded' }),
    ];

    expect(renderAudit(auditReport({ findings }))).toContain('1 changed, 2 missing, 1 unrecorded');
  });

  it('lets no name steer a terminal', () => {
    const target = 'mirror.example/app:\u001b[2J\r\u202e';

    const text = renderAudit(auditReport({ findings: [auditFinding({ target, source: target })] }));

    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text).toContain('app:\\u001b[2J');
  });

  it('colours kinds where that is wanted', () => {
    const report = auditReport({ findings: [auditFinding()] });

    expect(renderAudit(report, { color: true })).toContain('\u001b[');
    expect(renderAudit(report)).not.toContain('\u001b[');
  });
});
