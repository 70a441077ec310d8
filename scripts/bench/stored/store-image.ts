import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Digest } from '../../../lib/oci/digest.ts';
import type { Built } from '../../../test/support/built.ts';

export interface StoreOptions {
  readonly repository: string;
  readonly tags: readonly string[];
}

/**
 * Puts `built` where a `docker-registry` keeps its content in `folder`, which is many times faster than
 * to push it: github.com/distribution/distribution, `registry/storage/paths.go`.
 */
export function storeImage(built: Built, folder: string, { repository, tags }: StoreOptions): void {
  const root = join(folder, 'docker/registry/v2');
  const home = join(root, 'repositories', repository);
  for (const { descriptor, bytes } of [...built.blobs, ...built.manifests]) {
    write(join(root, 'blobs', spread(descriptor.digest), 'data'), bytes);
  }
  const link = (path: string, digest: Digest) => write(join(home, path, 'link'), digest);
  for (const { descriptor } of built.blobs) {
    link(join('_layers', nested(descriptor.digest)), descriptor.digest);
  }
  for (const { descriptor } of built.manifests) {
    link(join('_manifests/revisions', nested(descriptor.digest)), descriptor.digest);
  }
  const { digest } = built.root.descriptor;
  for (const tag of tags) {
    link(join('_manifests/tags', tag, 'current'), digest);
    link(join('_manifests/tags', tag, 'index', nested(digest)), digest);
  }
}

/** `sha256/<hex>` */
function nested(digest: Digest): string {
  return digest.replace(':', '/');
}

/** `sha256/<first two of hex>/<hex>` */
function spread(digest: Digest): string {
  return digest.replace(/:(..)/, '/$1/$1');
}

const made = new Set<string>();

function write(path: string, content: Uint8Array | string): void {
  const folder = dirname(path);
  if (!made.has(folder)) mkdirSync(folder, { recursive: true });
  made.add(folder);
  writeFileSync(path, content);
}
