import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import type { ContentTarget } from '../../../lib/content/ports.ts';
import { OciLayoutRepository } from '../../../lib/local/oci-layout/oci-layout-repository.ts';
import { parseManifest } from '../../../lib/oci/manifest.ts';
import type { Built } from '../../support/built.ts';
import { SkippingClock } from '../../support/skipping-clock.ts';
import { upload } from '../../support/upload.ts';

/** Gives each test a folder of its own to keep layouts in; fails where a file of it is left open. */
export function useFolder(): () => string {
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'layouts-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
    expect(await openFilesIn(folder)).toEqual([]);
  });

  return () => folder;
}

/** What this process has open there; only Linux tells. */
async function openFilesIn(folder: string): Promise<readonly string[]> {
  const descriptors = await readdir('/proc/self/fd').catch(() => []);
  const files = descriptors.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => ''));
  return (await Promise.all(files)).filter((file) => file.startsWith(`${folder}/`));
}

export function openLayout(path: string): OciLayoutRepository {
  return new OciLayoutRepository(path, new SkippingClock());
}

/** Puts all of `built`, children before parents, its root under `tag` alone where one is given. */
export async function put(built: Built, target: ContentTarget, tag?: string): Promise<void> {
  for (const blob of built.blobs) await upload(target, blob);
  for (const { bytes, descriptor } of built.manifests) {
    const isTagged = tag !== undefined && descriptor.digest === built.root.descriptor.digest;
    await target.putManifest(parseManifest(bytes), isTagged ? { tag } : {});
  }
}

/** Every name of a layout, in the order of the list. */
export async function namesIn(layout: OciLayoutRepository): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const page of layout.listTags()) names.push(...page);
  return names;
}

/** The lines of a layout's `index.json`. */
export async function linesOf(layout: string): Promise<readonly unknown[]> {
  const index: unknown = JSON.parse(await readFile(join(layout, 'index.json'), 'utf8'));
  return typeof index === 'object' &&
    index &&
    'manifests' in index &&
    Array.isArray(index.manifests)
    ? index.manifests
    : [];
}

/** Files that uploads have begun in a layout and neither finished nor removed. */
export async function stagedFiles(layout: string): Promise<readonly string[]> {
  const files = await readdir(layout).catch(() => []);
  return files.filter((file) => file.startsWith('.staged'));
}
