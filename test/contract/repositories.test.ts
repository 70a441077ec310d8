import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import {
  type EmbeddedRegistry,
  startEmbeddedRegistry,
} from '../../lib/local/embedded-registry/embedded-registry.ts';
import { layoutStorage } from '../../lib/local/embedded-registry/layout-storage.ts';
import { Registries } from '../../lib/registry/registries.ts';
import { describeWith } from '../support/describe-with.ts';
import { startDockerRegistry } from '../support/docker-registry.ts';
import { type RepositoryUnderTest, repositoryContract } from '../support/repository-contract.ts';
import { SkippingClock } from '../support/skipping-clock.ts';

const SIBLING = 'team/base';

describe('MemoryRepository', () => {
  repositoryContract(async () => {
    const sibling = new MemoryRepository();
    const repository = new MemoryRepository(new Map([[SIBLING, sibling]]));
    return {
      repository,
      sibling,
      siblingName: SIBLING,
      uploads: () => repository.uploads,
      cancelsBrokenUploads: true,
      close: async () => {},
    };
  });
});

describe('Repository at the embedded registry, in memory', () => {
  repositoryContract(async () => atEmbedded(await startEmbeddedRegistry()));
});

describe('Repository at the embedded registry, in a folder', () => {
  repositoryContract(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'contract-'));
    const storage = layoutStorage(folder);
    return atEmbedded(await startEmbeddedRegistry({ storage }), () =>
      rm(folder, { recursive: true }),
    );
  });
});

describeWith(['docker-registry'], 'Repository at docker-registry', () => {
  repositoryContract(async () => {
    const registry = await startDockerRegistry();
    return {
      ...repositoriesOf(registry.host, registry.stop),
      uploads: () => registry.uploadSessions(),
      cancelsBrokenUploads: false,
    };
  });
});

function atEmbedded(
  registry: EmbeddedRegistry,
  afterwards: () => Promise<void> = async () => {},
): RepositoryUnderTest {
  const stop = async () => {
    await registry.close();
    await afterwards();
  };
  return {
    ...repositoriesOf(registry.host, stop),
    uploads: () => registry.uploads,
    cancelsBrokenUploads: true,
  };
}

function repositoriesOf(registry: string, stop: () => Promise<void>) {
  const registries = new Registries({
    settingsOf: () => ({}),
    retry: { retries: 0, clock: new SkippingClock(), random: () => 0 },
  });
  const open = (repository: string) => registries.open({ registry, repository }, 'pull,push');
  return {
    repository: open('team/app'),
    sibling: open(SIBLING),
    siblingName: SIBLING,
    close: async () => {
      await registries.close();
      await stop();
    },
  };
}
