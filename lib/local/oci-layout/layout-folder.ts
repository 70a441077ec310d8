import { createReadStream } from 'node:fs';
import { type FileHandle, link, open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { readBounded } from '../../content/bounded.ts';
import type { CallOptions } from '../../content/ports.ts';
import type { Digest } from '../../oci/digest.ts';
import { makeFolder } from '../make-folder.ts';
import { tolerating } from '../system-error.ts';
import { Turns } from '../turns.ts';
import { LayoutContentMissingError, LayoutError, reporting } from './errors.ts';
import { holdingFolder } from './folder-lock.ts';
import { contentFile, INDEX_FILE, LAYOUT_FILE, LAYOUT_VERSION } from './layout-files.ts';
import {
  EMPTY_INDEX,
  formatLayoutIndex,
  type LayoutIndex,
  parseLayoutIndex,
} from './layout-index.ts';
import { removeAbandoned, replaceFile, StagedFile } from './staged-file.ts';

/** More than 100,000 images; a layout may come from strangers. */
const LARGEST_INDEX_BYTES = 64 * 1024 * 1024;

/** Another file system, or one that has no links, or too many of them to this file; or the name is taken. */
const NO_LINK: readonly string[] = ['EXDEV', 'EPERM', 'EMLINK', 'EEXIST'];

/** The files of one layout; what the system refuses becomes a `LayoutError`. */
export class LayoutFolder {
  readonly path: string;
  readonly #clock: Clock;
  readonly #turns = new Turns();
  #tidied: Promise<void> | undefined;

  /** The folder need not exist: it is created when something is written. */
  constructor(path: string, clock: Clock) {
    this.path = path;
    this.#clock = clock;
  }

  /** The list of manifests, `undefined` where the folder is no layout yet. */
  async readIndex(): Promise<LayoutIndex | undefined> {
    const read = () =>
      readBounded(createReadStream(join(this.path, INDEX_FILE)), LARGEST_INDEX_BYTES, INDEX_FILE);
    const bytes = await reporting(this.path, 'read', () => tolerating('ENOENT', read()));
    if (!bytes) return undefined;
    try {
      return parseLayoutIndex(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new LayoutError(
        this.path,
        `has an ${INDEX_FILE} that cannot be used: ${reason}`,
        error,
      );
    }
  }

  /** Replaces the list; changes follow each other, also those of other processes. */
  async changeIndex(
    change: (index: LayoutIndex) => LayoutIndex,
    options: CallOptions,
  ): Promise<void> {
    const write = async () => {
      const index = change((await this.readIndex()) ?? EMPTY_INDEX);
      await this.#markAsLayout();
      await this.#replace(join(this.path, INDEX_FILE), formatLayoutIndex(index));
    };
    const lock = { ...options, clock: this.#clock };
    await this.#turns.take(() => this.#writing(() => holdingFolder(this.path, lock, write)));
  }

  /** Bytes of the content, `undefined` where the folder does not have it. */
  async sizeOf(digest: Digest): Promise<number | undefined> {
    const file = contentFile(this.path, digest);
    const found = await reporting(this.path, 'read', () => tolerating('ENOENT', stat(file)));
    return found?.isFile() ? found.size : undefined;
  }

  /** The caller closes it. */
  async openContent(digest: Digest): Promise<FileHandle> {
    // A pipe of that name would never open.
    if ((await this.sizeOf(digest)) === undefined) {
      throw new LayoutContentMissingError(this.path, digest);
    }
    return await reporting(this.path, 'read', () => open(contentFile(this.path, digest)));
  }

  /** Begins content that is not there until it is placed. */
  async stage(): Promise<StagedFile> {
    return await this.#writing(async () => {
      await makeFolder(this.path);
      // What cannot be removed is in nobody's way.
      this.#tidied ??= removeAbandoned(this.path, this.#clock.now()).catch(() => {});
      await this.#tidied;
      return await StagedFile.create(this.path);
    });
  }

  /** Makes content known that the caller has verified. */
  async place(staged: StagedFile, digest: Digest): Promise<void> {
    await this.#writing(async () => staged.place(await this.#roomFor(digest)));
  }

  /** Makes a document known that the caller has verified. */
  async putContent(digest: Digest, bytes: Uint8Array): Promise<void> {
    await this.#writing(async () => this.#replace(await this.#roomFor(digest), bytes));
  }

  /** Makes content of `source` known that the caller has verified; `false` where no link leads from here to there. */
  async link(digest: Digest, source: LayoutFolder): Promise<boolean> {
    return await this.#writing(async () => {
      const linked = link(contentFile(source.path, digest), await this.#roomFor(digest));
      const isLinked = await tolerating(
        NO_LINK,
        linked.then(() => true),
      );
      return isLinked ?? false;
    });
  }

  #writing<T>(step: () => Promise<T>): Promise<T> {
    return reporting(this.path, 'written', step);
  }

  async #markAsLayout(): Promise<void> {
    const file = join(this.path, LAYOUT_FILE);
    const found = await tolerating('ENOENT', stat(file));
    if (!found) await this.#replace(file, LAYOUT_VERSION);
  }

  async #replace(file: string, content: string | Uint8Array): Promise<void> {
    await replaceFile(this.path, file, Buffer.from(content));
  }

  async #roomFor(digest: Digest): Promise<string> {
    const file = contentFile(this.path, digest);
    await makeFolder(dirname(file));
    return file;
  }
}
