import { describe, expect, it } from 'vitest';
import { jsonErrors, jsonReport } from '../../../lib/cli/report/json.ts';
import { LedgerFileError } from '../../../lib/local/errors.ts';
import { copied, failed, outcome, problem, report } from '../terminal/builders.ts';

/** The example of the design, section "Command line": the contract with programs that read the document. */
const EXAMPLE = `
{ "run": { "id": "…", "dryRun": false, "startedAt": "…", "finishedAt": "…",
           "counts": { "copied": 1, "unchanged": 0, "conflict": 0, "skipped": 0, "failed": 0 },
           "bytes": { "uploaded": 0, "mounted": 0, "present": 0 } },
  "images": [ { "source": "docker.io/library/busybox@sha256:…", "target": "…/busybox:1.32.0-v1",
                "status": "copied", "reason": null, "sourceDigest": "sha256:…", "wantedDigest": "sha256:…", "targetDigest": "sha256:…",
                "previousDigest": null, "platforms": ["linux/amd64"], "bytes": { "uploaded": 0, "mounted": 0, "present": 0 },
                "referrers": 2, "warnings": [], "attempts": 1, "durationMs": 812, "error": null } ],
  "errors": [] }`;

/** Every key with those above it, in the order of the document. */
function keyPaths(value: unknown, above = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    `${above}/${key}`,
    ...keyPaths(child, `${above}/${key}`),
  ]);
}

describe('jsonReport', () => {
  it('tells every image and the failure where the ledger failed', () => {
    const failure = new LedgerFileError('ledger.db', 'failed: disk full');

    const document = JSON.parse(jsonReport({ ...report([copied('a')]), failure }));

    expect(document.images).toHaveLength(1);
    expect(document.errors).toEqual([
      {
        file: null,
        line: null,
        column: null,
        message: 'the ledger ledger.db failed: disk full',
        hint: failure.hint,
      },
    ]);
  });

  it('has exactly the fields of the design, in its order', () => {
    const document = jsonReport(report([copied('busybox', { platforms: ['linux/amd64'] })]));

    expect(keyPaths(JSON.parse(document))).toEqual(keyPaths(JSON.parse(EXAMPLE)));
  });

  it('has the values of the run and of its outcomes', () => {
    const image = copied('busybox', {
      warnings: ['look'],
      referrers: 2,
      platforms: ['linux/amd64'],
    });
    const { run } = report([image]);

    const document = JSON.parse(jsonReport({ run, images: [image] }));

    const { id, dryRun, startedAt, finishedAt, counts, bytes } = run;
    expect(document).toEqual({
      run: { id, dryRun, startedAt, finishedAt, counts, bytes },
      images: [image],
      errors: [],
    });
  });

  it('has an error with its causes, in the order of the design', () => {
    const causes = [{ message: 'reset', code: 'ECONNRESET' }];

    const document = JSON.parse(jsonReport(report([failed('a', { causes })])));

    expect(keyPaths(document.images[0].error)).toEqual(
      [
        'kind',
        'code',
        'side',
        'message',
        'hint',
        'retryable',
        'causes',
        'causes/0',
        'causes/0/code',
        'causes/0/message',
      ].map((path) => `/${path}`),
    );
    expect(document.images[0].error).toEqual(failed('a', { causes }).error);
  });

  it('publishes no field that the design does not name', () => {
    const image = { ...outcome('a'), secret: 'x' };

    expect(jsonReport(report([image]))).not.toContain('secret');
  });

  it('keeps the order of the definition', () => {
    const { images } = JSON.parse(jsonReport(report([outcome('b'), outcome('a')])));

    expect(images.map(({ target }: { target: string }) => target)).toEqual([
      'mirror.example/b:1',
      'mirror.example/a:1',
    ]);
  });

  it('is indented by two spaces and ends in a newline', () => {
    const document = jsonReport(report([]));

    expect(document).toMatch(/^\{\n {2}"run": \{\n {4}"id"/);
    expect(document).toMatch(/\n\}\n$/);
  });

  it('escapes control characters without changing a value', () => {
    const message = '\u001b[2J\u009b2J\u007f\u202e\u{e0041}\n"\\u0041"';

    const document = jsonReport(report([failed('a', { message })]));

    expect(document.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
    expect(JSON.parse(document).images[0].error.message).toBe(message);
  });
});

describe('jsonErrors', () => {
  it('has the problems and nothing else', () => {
    expect(jsonErrors([problem({ hint: null })])).toBe(
      `${JSON.stringify({ run: null, images: [], errors: [problem({ hint: null })] }, null, 2)}\n`,
    );
  });
});
