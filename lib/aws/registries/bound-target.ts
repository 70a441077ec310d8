import { isBelow } from '../../definition/trust/permitted-targets.ts';
import type { RepositoryName } from '../../oci/reference.ts';
import { canonicalRegistry } from '../../oci/registry-host.ts';
import { roleOf } from '../ecr/ecr-repositories.ts';
import type { BoundRegistries, BoundTarget } from '../environment.ts';

/**
 * Returns what finds the target with the longest prefix that a repository is below, with the role of its
 * registry where it has none of its own; `undefined` for any other.
 */
export function createTargetFinder(
  targets: readonly BoundTarget[],
  registries: BoundRegistries,
): (name: RepositoryName) => BoundTarget | undefined {
  const longestFirst = targets
    .map((target) => withRole(target, registries))
    .toSorted((one, other) => other.prefix.length - one.prefix.length);
  const byRegistry = Map.groupBy(longestFirst, ({ registry }) => registry);
  return ({ registry, repository }) =>
    byRegistry.get(registry)?.find(({ prefix }) => isBelow(repository, prefix));
}

function withRole(target: BoundTarget, registries: BoundRegistries): BoundTarget {
  const registry = spelt(target.registry);
  const role = roleOf(target) ?? roleOf(registries[registry] ?? {});
  return { ...target, registry, ...role };
}

/** A host as references spell it. */
export function spelt(host: string): string {
  return canonicalRegistry(host) ?? host;
}
