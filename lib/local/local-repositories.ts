import { resolve } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Access, ContentSource, ContentTarget } from '../content/ports.ts';
import type { Repositories } from '../mirror/ports.ts';
import { isLayout, type RepositoryName } from '../oci/reference.ts';
import { OciLayoutRepository } from './oci-layout/oci-layout-repository.ts';

/** What a host has besides registries: folders in the OCI image layout. */
export class LocalRepositories implements Repositories {
  readonly #registries: Repositories;
  readonly #clock: Clock;
  readonly #layouts = new Map<string, OciLayoutRepository>();

  constructor(registries: Repositories, clock: Clock) {
    this.#registries = registries;
    this.#clock = clock;
  }

  /** A folder is opened once, however it is spelt, so that its writers take turns without asking the system. */
  open(name: RepositoryName, access: Access): ContentSource & ContentTarget {
    if (!isLayout(name)) return this.#registries.open(name, access);
    const folder = resolve(name.repository);
    const layout = this.#layouts.get(folder) ?? new OciLayoutRepository(folder, this.#clock);
    this.#layouts.set(folder, layout);
    return layout;
  }
}
