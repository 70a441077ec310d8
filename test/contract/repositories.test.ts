import { describe } from 'vitest';
import { describeWith } from '../support/describe-with.ts';
import {
  atDockerRegistry,
  atEmbedded,
  atEmbeddedInFolder,
  inMemory,
} from '../support/repositories-under-test.ts';
import { repositoryContract } from '../support/repository-contract.ts';

describe('MemoryRepository', () => repositoryContract(inMemory));

describe('Repository at the embedded registry, in memory', () => repositoryContract(atEmbedded));

describe('Repository at the embedded registry, in a folder', () =>
  repositoryContract(atEmbeddedInFolder));

describe('Repository at the embedded registry, as on ECR', () =>
  repositoryContract(() => atEmbedded({ uploads: 'ecr' })));

describe('Repository at the embedded registry, without referrers', () =>
  repositoryContract(() => atEmbedded({ referrersApi: false })));

describeWith(['docker-registry'], 'Repository at docker-registry', () =>
  repositoryContract(atDockerRegistry),
);
