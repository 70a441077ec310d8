import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { copiesOf, warningsOf } from './read.ts';

const ENVIRONMENT = { MIRROR_USER: 'user', MIRROR_PASSWORD: 'password' };

const FOLDER = new URL('../../examples/', import.meta.url);

function exampleIn(file: string): string {
  return readFileSync(new URL(file, FOLDER), 'utf8');
}

describe('examples', () => {
  it.each(readdirSync(FOLDER))('%s is a definition with nothing doubtful', (file) => {
    expect(warningsOf(exampleIn(file), { environment: ENVIRONMENT })).toEqual([]);
  });

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
    [
      'selection.yaml',
      [
        'quay.io/coreos/etcd → registry.example/mirror/quay.io/coreos/etcd',
        'docker.io/library/busybox:1.36 → registry.example/mirror/docker.io/library/busybox:1.36-mirror',
        'docker.io/library/busybox:1.37 → registry.example/mirror/docker.io/library/busybox:1.37-mirror',
        'docker.io/library/redis → registry.example/mirror/docker.io/library/redis',
        'quay.io/prometheus/busybox → registry.example/tools/all',
        'registry.k8s.io/pause:3.10 → registry.example/mirror/registry.k8s.io/pause:3.10',
      ],
    ],
  ])('%s says what its comments say', (file, copies) => {
    expect(copiesOf(exampleIn(file), { environment: ENVIRONMENT })).toEqual(copies);
  });
});
