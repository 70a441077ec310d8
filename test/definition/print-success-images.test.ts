import { describe, expect, it } from 'vitest';
import { printSuccessImages } from '../../lib/definition/print-success-images.ts';
import { copiesOf, DIGEST } from './read.ts';

const OUTCOMES = [
  { source: 'docker.io/a/b:1', target: 'r.example/b:1', status: 'copied' },
  { source: `quay.io/c/d@${DIGEST}`, target: `r.example/d@${DIGEST}`, status: 'unchanged' },
  { source: 'docker.io/a/b:1', target: 's.example/b:2', status: 'unchanged' },
  { source: 'docker.io/a/b:1', target: 's.example/b:2', status: 'unchanged' },
  { source: `quay.io/c/d:x@${DIGEST}`, target: 'r.example/d:x', status: 'copied' },
  { source: 'docker.io/a/b:2', target: 'r.example/b:2', status: 'failed' },
  { source: 'docker.io/a/b:3', target: 'r.example/b:3', status: 'conflict' },
  { source: 'docker.io/a/b:4', target: 'r.example/b:4', status: 'skipped' },
  { source: 'docker.io/a/b', target: null, status: 'unchanged' },
];

describe('printSuccessImages', () => {
  it('lists as YAML the targets of each source that are in place', () => {
    expect(printSuccessImages(OUTCOMES, 'yaml')).toBe(`docker.io/a/b:1:
  - r.example/b:1
  - s.example/b:2
quay.io/c/d@${DIGEST}:
  - r.example/d@${DIGEST}
quay.io/c/d:x@${DIGEST}:
  - r.example/d:x
`);
  });

  it('lists them as JSON', () => {
    expect(printSuccessImages(OUTCOMES.slice(0, 1), 'json')).toBe(`{
  "docker.io/a/b:1": [
    "r.example/b:1"
  ]
}
`);
  });

  it.each(['yaml', 'json'] as const)('writes an images file as %s', (format) => {
    const text = printSuccessImages(OUTCOMES, format);

    expect(copiesOf(text, { file: `ok.${format}` })).toEqual([
      'docker.io/a/b:1 → r.example/b:1',
      'docker.io/a/b:1 → s.example/b:2',
      `quay.io/c/d@${DIGEST} → r.example/d@${DIGEST}`,
      `quay.io/c/d:x@${DIGEST} → r.example/d:x`,
    ]);
  });
});
