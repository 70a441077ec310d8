import { describe, expect, it } from 'vitest';
import { ALIYUN, convert, FOLDERS, KYMA, NATIVE } from './formats.ts';
import { DIGEST } from './read.ts';

describe('printDefinition', () => {
  it('writes what the command line says of an images file', () => {
    const options = { onConflict: 'keep', platforms: ['linux/arm64'] } as const;

    const { text } = convert('a/b:1: r.example/b\n', options);

    expect(text).toBe(`defaults:
  platforms:
    - linux/arm64
  onConflict: keep

images:
  - source: docker.io/a/b:1
    target: r.example/b:1
`);
  });

  it('leaves defaults unwritten and puts together what only differs in its target', () => {
    const { text } = convert(KYMA);

    expect(text).toBe(`targetRepoPrefix: r.example/

images:
  - source: docker.io/acme/tool:1.2
    target: m/acme/tool:1.2
  - source: quay.io/acme/op:v3
    target: m/quay.io/acme/op:v3
  - source: docker.io/library/busybox@${DIGEST}
    target: m/busybox:1.36-v1
  - source: docker.io/acme/amd:1
    target: other.example/amd:1
    amd64Only: true
`);
  });

  it('writes folders as they are, after a prefix that keeps to the working directory', () => {
    const { text } = convert(FOLDERS);

    expect(text).toContain(`targetRepoPrefix: oci:./

images:
  - source: quay.io/a/b:1
    target: oci:./mirror/quay.io/a/b:1
`);
  });

  it('writes patterns of tags as a list, and a map where there is more', () => {
    const { text } = convert(`images:
  - { source: a/b, tags: { include: "v*" }, target: r.example/b }
  - { source: a/b, tags: { include: "v*", latest: 2 }, target: r.example/c }
`);

    expect(text).toContain(`
    tags:
      - v*
    target: r.example/b
`);
    expect(text).toContain(`
    tags:
      include:
        - v*
      latest: 2
`);
  });

  it('writes settings of single images beside them', () => {
    const { text } = convert(`images:
  - { source: a/b, tags: all, target: r.example/c, onConflict: keep, referrers: false }
  - { source: a/b:1, target: [r.example/b, s.example/b], onConflict: keep }
`);

    expect(text).toBe(`defaults:
  onConflict: keep

images:
  - source: docker.io/a/b
    tags: all
    target: r.example/c
    referrers: false
  - source: docker.io/a/b:1
    target:
      - r.example/b:1
      - s.example/b:1
`);
  });

  it.each(['always', 'never', '45s', '90m', '5h', '7d'])('writes the interval %s', (recheck) => {
    const image = `{ source: a/b:1, target: r.example/b, referrersRecheck: ${recheck} }`;

    const { text } = convert(`images: [${image}]`);

    expect(text).toContain(`  referrersRecheck: ${recheck}\n`);
  });

  it('writes a long value on a single line', () => {
    const password = 'x '.repeat(100).trim();

    const { text } = convert(`images: {a/b:1: r.example/b}
auth: { quay.io: { username: u, password: ${password} } }`);

    expect(text).toContain(`      password: ${password}\n`);
  });

  it('writes credentials as they stand', () => {
    const { text } = convert(ALIYUN);

    expect(text).toContain(`registries:
  docker.io/acme:
    credentials:
      username: $USER
      password: \\$x
  localhost:5000:
    insecure: true
  quay.io:
    credentials:
      username: u
      password: "5: {#"
`);
  });

  it('counts the secrets that stand in the text', () => {
    const counts = [NATIVE, ALIYUN, KYMA].map((text) => convert(text).secrets);

    expect(counts).toEqual([4, 2, 0]);
  });
});
