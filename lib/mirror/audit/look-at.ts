import type {
  CallOptions,
  ContentSource,
  ContentTarget,
  ManifestResolver,
} from '../../content/ports.ts';
import { at, type Side } from '../../copy/errors.ts';
import type { Descriptor } from '../../oci/descriptor.ts';
import type { Digest } from '../../oci/digest.ts';
import { type RepositoryName, spokenName, type Tag } from '../../oci/reference.ts';
import type { Repositories } from '../ports.ts';

/** Opens the repository of a reference to pull from it. */
export async function openToPull(
  side: Side,
  { registry, repository }: RepositoryName,
  repositories: Repositories,
  options: CallOptions,
): Promise<ContentSource & ContentTarget> {
  const open = async () => repositories.open({ registry, repository }, 'pull');
  return await at(side, `opening ${registry}`, open, options);
}

/** What `name` stands for in a repository, `undefined` where that is nothing. */
export async function lookAt(
  side: Side,
  repository: ManifestResolver,
  name: Tag | Digest,
  options: CallOptions,
): Promise<Descriptor | undefined> {
  const resolve = (call: CallOptions) => repository.resolve(name, call);
  return await at(side, `resolving ${spokenName(name)}`, resolve, options);
}
