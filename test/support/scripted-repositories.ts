import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import type { Access, ContentSource, ContentTarget } from '../../lib/content/ports.ts';
import type { Repositories } from '../../lib/mirror/ports.ts';
import { parseManifest } from '../../lib/oci/manifest.ts';
import { formatReference, type RepositoryName } from '../../lib/oci/reference.ts';
import { image } from './image-builder.ts';
import { Script } from './script.ts';
import { ScriptedRepository } from './scripted-repository.ts';

/** One repository in memory, and what happens on its steps. */
export interface Scripted {
  readonly repository: MemoryRepository;
  readonly script: Script;
}

/** Repositories in memory by their full names, each made when it is first spoken of. */
export class ScriptedRepositories implements Repositories {
  readonly #repositories = new Map<string, Scripted>();
  readonly #opened: string[] = [];

  /** Every `open` so far, such as `pull quay.io/app`. */
  get opened(): readonly string[] {
    return this.#opened;
  }

  /** The repository behind `name`. */
  of(name: string): Scripted {
    const known = this.#repositories.get(name);
    if (known) return known;
    const made = { repository: new MemoryRepository(), script: new Script() };
    this.#repositories.set(name, made);
    return made;
  }

  /** Gives `name` these tags, all of one image. */
  async tag(name: string, tags: readonly string[]): Promise<void> {
    const document = parseManifest(image().root.bytes);
    for (const tag of tags) await this.of(name).repository.putManifest(document, { tag });
  }

  open(name: RepositoryName, access: Access): ContentSource & ContentTarget {
    const full = formatReference(name);
    this.#opened.push(`${access} ${full}`);
    const { repository, script } = this.of(full);
    return new ScriptedRepository(repository, script);
  }
}
