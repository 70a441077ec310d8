import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '../../oci/digest.ts';
import type { StagedContent } from './storage.ts';

/** Makes ready the file that committed content is renamed to, on the same file system. */
export type PlaceContent = (repository: string, digest: Digest) => Promise<string>;

/** Stages content in a new file of `folder`, which stays open until `commit` or `discard`. */
export async function stageFile(folder: string, place: PlaceContent): Promise<StagedContent> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, randomUUID());
  // Appending, so that what follows a truncation begins at the new end.
  return new StagedFile(file, await open(file, 'ax'), place);
}

class StagedFile implements StagedContent {
  readonly #file: string;
  readonly #handle: FileHandle;
  readonly #place: PlaceContent;

  constructor(file: string, handle: FileHandle, place: PlaceContent) {
    this.#file = file;
    this.#handle = handle;
    this.#place = place;
  }

  async append(chunk: Uint8Array): Promise<void> {
    await this.#handle.appendFile(chunk);
  }

  async truncate(size: number): Promise<void> {
    await this.#handle.truncate(size);
  }

  async *open(): AsyncGenerator<Uint8Array> {
    yield* createReadStream(this.#file);
  }

  async commit(repository: string, digest: Digest): Promise<void> {
    await this.#handle.close();
    await rename(this.#file, await this.#place(repository, digest));
  }

  async discard(): Promise<void> {
    await this.#handle.close();
    await rm(this.#file, { force: true });
  }
}
