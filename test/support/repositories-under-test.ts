import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  MemoryRepository,
  type MemoryRepositoryOptions,
} from '../../lib/content/memory-repository.ts';
import {
  type EmbeddedRegistryOptions,
  startEmbeddedRegistry,
} from '../../lib/local/embedded-registry/embedded-registry.ts';
import { layoutStorage } from '../../lib/local/embedded-registry/layout-storage.ts';
import { ECR_PROFILE } from '../../lib/registry/host-profile.ts';
import { Registries, type RegistrySettings } from '../../lib/registry/registries.ts';
import { startDockerRegistry } from './docker-registry.ts';
import type { RepositoryUnderTest } from './repository-contract.ts';
import { SkippingClock } from './skipping-clock.ts';

const NAME = 'team/app';
const SIBLING = 'team/base';

/** In this process, without a registry. */
export async function inMemory(
  options: MemoryRepositoryOptions = {},
): Promise<RepositoryUnderTest> {
  const sibling = new MemoryRepository(new Map(), options);
  const repository = new MemoryRepository(new Map([[SIBLING, sibling]]), options);
  return {
    repository,
    sibling,
    siblingName: SIBLING,
    reopen: () => repository,
    uploads: () => repository.uploads,
    cancelsBrokenUploads: true,
    listsReferrers: options.referrersApi ?? true,
    close: async () => {},
  };
}

/** At an embedded registry that keeps everything in memory. */
export async function atEmbedded(
  options: EmbeddedRegistryOptions = {},
): Promise<RepositoryUnderTest> {
  const registry = await startEmbeddedRegistry(options);
  const settings = options.uploads === 'ecr' ? { profile: ECR_PROFILE } : {};
  return {
    ...repositoriesOf(registry.host, () => registry.close(), settings),
    uploads: () => registry.uploads,
    cancelsBrokenUploads: true,
    listsReferrers: options.referrersApi ?? true,
  };
}

/** At an embedded registry that keeps everything in a folder. */
export async function atEmbeddedInFolder(
  options: Omit<EmbeddedRegistryOptions, 'storage'> = {},
): Promise<RepositoryUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'contract-'));
  const opened = await atEmbedded({ ...options, storage: layoutStorage(folder) });
  const close = async () => {
    await opened.close();
    await rm(folder, { recursive: true });
  };
  return { ...opened, close };
}

/** At the registry that Debian packages, which lists no referrers. */
export async function atDockerRegistry(): Promise<RepositoryUnderTest> {
  const registry = await startDockerRegistry();
  return {
    ...repositoriesOf(registry.host, registry.stop),
    uploads: () => registry.uploadSessions(),
    cancelsBrokenUploads: false,
    listsReferrers: false,
  };
}

function repositoriesOf(
  registry: string,
  stop: () => Promise<void>,
  settings: RegistrySettings = {},
) {
  const clients: Registries[] = [];
  const connect = () => {
    const client = new Registries({
      settingsOf: () => settings,
      // docker-registry answers 500 to whoever reads a tag in the moment in which another client sets it.
      retry: { retries: 3, clock: new SkippingClock(), random: () => 0 },
    });
    clients.push(client);
    return (repository: string) => client.open({ registry, repository }, 'pull,push');
  };
  const open = connect();
  return {
    repository: open(NAME),
    sibling: open(SIBLING),
    siblingName: SIBLING,
    reopen: () => connect()(NAME),
    close: async () => {
      for (const client of clients) await client.close();
      await stop();
    },
  };
}
