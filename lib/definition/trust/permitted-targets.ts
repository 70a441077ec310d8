import type { RepositoryName } from '../../oci/reference.ts';
import { canonicalRegistry } from '../../oci/registry-host.ts';

/** What a definition may do whose writers must not gain more than that by writing it. */
export interface DefinitionTrust {
  /** Where images may go; nowhere else. */
  readonly targets: readonly PermittedTarget[];
  /** Hosts that may be named although they are addresses of private networks. Default: those of the targets alone. */
  readonly registries?: readonly string[];
}

export interface PermittedTarget {
  /** Host, in any spelling that a reference may have. */
  readonly registry: string;
  /** Path that begins the repositories, such as `external/`: it ends where a part of theirs ends. Empty: all of them. */
  readonly prefix: string;
}

/** Answers quickly, however many targets are asked about, where images may go. */
export class PermittedTargets {
  readonly #targets: readonly PermittedTarget[];
  readonly #prefixes: ReadonlyMap<string, readonly string[]>;

  constructor({ targets }: DefinitionTrust) {
    this.#targets = targets.map(({ registry, prefix }) => ({
      registry: canonicalRegistry(registry) ?? registry,
      prefix,
    }));
    const byRegistry = Map.groupBy(this.#targets, ({ registry }) => registry);
    this.#prefixes = new Map(
      [...byRegistry].map(([registry, of]) => [registry, of.map(({ prefix }) => prefix)]),
    );
  }

  has({ registry, repository }: RepositoryName): boolean {
    return this.#prefixes.get(registry)?.some((prefix) => isBelow(repository, prefix)) ?? false;
  }

  /** All of them, as a reader would write them. */
  get names(): readonly string[] {
    return this.#targets.map(({ registry, prefix }) => `${registry}/${prefix}`);
  }
}

/** Whether `repository` begins with `prefix` and that ends where one of its parts does. */
export function isBelow(repository: string, prefix: string): boolean {
  if (prefix === '' || repository === prefix) return true;
  return repository.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
}
