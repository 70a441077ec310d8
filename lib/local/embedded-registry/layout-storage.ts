import { createReadStream } from 'node:fs';
import { link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Digest } from '../../oci/digest.ts';
import {
  contentFile,
  INDEX_FILE,
  LAYOUT_FILE,
  LAYOUT_VERSION,
} from '../oci-layout/layout-files.ts';
import { tolerating } from '../system-error.ts';
import { Turns } from '../turns.ts';
import type { ByteRange } from './byte-range.ts';
import { findRepositories, layoutFolder } from './layout-folder.ts';
import { formatLayoutIndex, parseLayoutIndex } from './layout-index.ts';
import type { ListedManifest } from './manifest-list.ts';
import { stageFile } from './staged-file.ts';
import type {
  LinkedRepositories,
  ManifestListChange,
  RegistryStorage,
  StagedContent,
} from './storage.ts';

/**
 * Storage in a folder, which becomes an OCI image layout for each repository and
 * survives a restart. One process may use it at a time; an upload that a crash
 * cut off leaves a file in `.staged`.
 */
export function layoutStorage(folder: string): RegistryStorage {
  return new LayoutStorage(folder);
}

class LayoutStorage implements RegistryStorage {
  readonly #folder: string;
  readonly #turns = new Map<string, Turns>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async listRepositories(): Promise<readonly string[]> {
    const repositories: string[] = [];
    for await (const repository of findRepositories(this.#folder)) repositories.push(repository);
    return repositories;
  }

  async listManifests(repository: string): Promise<readonly ListedManifest[] | undefined> {
    const index = join(layoutFolder(this.#folder, repository), INDEX_FILE);
    const text = await tolerating('ENOENT', readFile(index, 'utf8'));
    return text === undefined ? undefined : parseLayoutIndex(text);
  }

  async changeManifests(repository: string, change: ManifestListChange): Promise<void> {
    await this.#inTurn(repository, async () => {
      const manifests = await this.listManifests(repository);
      await this.#writeIndex(repository, change(manifests ?? []));
    });
  }

  async sizeOf(repository: string, digest: Digest): Promise<number | undefined> {
    return (await tolerating('ENOENT', stat(this.#file(repository, digest))))?.size;
  }

  async *openContent(
    repository: string,
    digest: Digest,
    range?: ByteRange,
  ): AsyncGenerator<Uint8Array> {
    yield* createReadStream(this.#file(repository, digest), range);
  }

  async linkContent(digest: Digest, { source, target }: LinkedRepositories): Promise<boolean> {
    if ((await this.sizeOf(source, digest)) === undefined) return false;
    const placed = await this.#place(target, digest);
    await tolerating('EEXIST', link(this.#file(source, digest), placed));
    return true;
  }

  async deleteContent(repository: string, digest: Digest): Promise<boolean> {
    const deleted = rm(this.#file(repository, digest)).then(() => true);
    return (await tolerating('ENOENT', deleted)) ?? false;
  }

  async stageContent(): Promise<StagedContent> {
    return await stageFile(join(this.#folder, '.staged'), (repository, digest) =>
      this.#place(repository, digest),
    );
  }

  #file(repository: string, digest: Digest): string {
    return contentFile(layoutFolder(this.#folder, repository), digest);
  }

  /** The file that `digest` shall have, in a layout that exists. */
  async #place(repository: string, digest: Digest): Promise<string> {
    const file = this.#file(repository, digest);
    await mkdir(dirname(file), { recursive: true });
    await this.#inTurn(repository, async () => {
      if (!(await this.listManifests(repository))) await this.#writeIndex(repository, []);
    });
    return file;
  }

  async #writeIndex(repository: string, manifests: readonly ListedManifest[]): Promise<void> {
    const layout = layoutFolder(this.#folder, repository);
    await mkdir(layout, { recursive: true });
    await writeFile(join(layout, LAYOUT_FILE), LAYOUT_VERSION);

    const written = join(layout, `.${INDEX_FILE}`);
    await writeFile(written, formatLayoutIndex(manifests));
    await rename(written, join(layout, INDEX_FILE));
  }

  #inTurn<T>(repository: string, work: () => Promise<T>): Promise<T> {
    const turns = this.#turns.get(repository) ?? new Turns();
    this.#turns.set(repository, turns);
    return turns.take(work);
  }
}
