import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { copiesOf, warningsOf } from './read.ts';

const ENVIRONMENT = { MIRROR_USER: 'user', MIRROR_PASSWORD: 'password' };

describe('examples', () => {
  it.each([
    ['minimal.yaml', ['docker.io/library/busybox:1.36 → localhost:5000/mirror/busybox:1.36']],
    [
      'private-registry.yaml',
      [
        'quay.io/coreos/etcd:v3.5.0 → registry.example/external/quay.io/coreos/etcd:v3.5.0',
        'docker.io/library/busybox@sha256:31a54a0cf86d7354788a8265f60ae6acb4b348a67efbcf7c1007dd3cf7af05ab → registry.example/external/busybox:1.32.0-v1',
        'docker.io/library/redis:7 → registry.example/external/cache/redis:7',
        'docker.io/library/redis:7 → registry.internal:5000/redis:stable',
      ],
    ],
  ])('%s says what its comments say', async (file, copies) => {
    const text = await readFile(new URL(`../../examples/${file}`, import.meta.url), 'utf8');

    expect(copiesOf(text, { environment: ENVIRONMENT })).toEqual(copies);
    expect(warningsOf(text, { environment: ENVIRONMENT })).toEqual([]);
  });
});
