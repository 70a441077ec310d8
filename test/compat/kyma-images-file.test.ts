import { expect } from 'vitest';
import { copiesOf, DIGEST, read, warningsOf } from '../definition/read.ts';
import { describeRows } from './support/describe-rows.ts';
import { KYMA_FILE } from './support/tables.ts';

/** The annotated file of the document. */
const FILE = `targetRepoPrefix: "reg.example/mirror/"
sign: false
images:
- source: "acme/tool:1.2"
- source: "busybox:1.36"
- source: "quay.io/acme/op:v3"
- source: "busybox@${DIGEST}"
  tag: "1.36-v1"
- source: "acme/tool:1.2"
  tag: "1.2-kept"
- source: "acme/amd:1"
  amd64Only: true
  sign: true
`;

const PREFIX = 'reg.example/mirror/';
const SIGN = 'sign has no effect: image-syncer signs nothing';

/** Expects entry number `position` of the file to be this copy. */
function copies(position: number, copy: string) {
  return (): void => {
    expect(copiesOf(FILE)[position]).toBe(copy);
  };
}

describeRows(KYMA_FILE, {
  'targetRepoPrefix: "reg.example/mirror/"': () => {
    const targets = read(FILE).images.map(({ target }) => target);
    const given = copiesOf(FILE, { targetRepoPrefix: 'other.example/p/' });

    for (const { registry, repository } of targets) {
      expect(`${registry}/${repository}`).toContain(PREFIX);
    }
    expect(given[0]).toBe('docker.io/acme/tool:1.2 → other.example/p/acme/tool:1.2');
  },

  'sign: false': () => {
    expect(warningsOf(FILE)).toContainEqual([2, 1, SIGN, expect.stringMatching(/^remove sign/)]);
  },

  '- source: "acme/tool:1.2"': copies(
    0,
    'docker.io/acme/tool:1.2 → reg.example/mirror/acme/tool:1.2',
  ),

  '- source: "busybox:1.36"': () => {
    copies(1, 'docker.io/library/busybox:1.36 → reg.example/mirror/busybox:1.36')();
    expect(copiesOf(FILE, { libraryNames: true })[1]).toBe(
      'docker.io/library/busybox:1.36 → reg.example/mirror/library/busybox:1.36',
    );
  },

  '- source: "quay.io/acme/op:v3"': copies(
    2,
    'quay.io/acme/op:v3 → reg.example/mirror/quay.io/acme/op:v3',
  ),

  '- source: "busybox@sha256:<64hex>"   tag: "1.36-v1"': copies(
    3,
    `docker.io/library/busybox@${DIGEST} → reg.example/mirror/busybox:1.36-v1`,
  ),

  '- source: "acme/tool:1.2"   tag: "1.2-kept"': copies(
    4,
    'docker.io/acme/tool:1.2 → reg.example/mirror/acme/tool:1.2-kept',
  ),

  '- source: "acme/amd:1"   amd64Only: true   sign: true': () => {
    copies(5, 'docker.io/acme/amd:1 → reg.example/mirror/acme/amd:1')();
    expect(read(FILE).images[5]).toMatchObject({ amd64Only: true });
    const lowerCase = read(FILE.replace('amd64Only', 'amd64only'));
    expect(lowerCase.images[5]).toMatchObject({ amd64Only: true });
    expect(warningsOf(FILE)).toContainEqual([13, 3, SIGN, expect.stringMatching(/^remove sign/)]);
  },
});
