import { describe } from 'vitest';
import { chunkContract } from '../support/chunk-contract.ts';
import { describeWith } from '../support/describe-with.ts';
import {
  atDockerRegistry,
  atEmbedded,
  atEmbeddedInFolder,
  inMemory,
} from '../support/repositories-under-test.ts';

/** As on ECR, but with a minimum that tests can afford. */
const ECR = { uploads: 'ecr', minChunkBytes: 300_000 } as const;

describe.each(['status', 'sender'] as const)(
  'chunks of MemoryRepository, offsets by %s',
  (sessions) => chunkContract(() => inMemory({ sessions })),
);

describe('chunks at the embedded registry, in memory', () => chunkContract(atEmbedded));

describe('chunks at the embedded registry, in a folder', () => chunkContract(atEmbeddedInFolder));

describe('chunks at the embedded registry with a minimum', () =>
  chunkContract(() => atEmbedded({ minChunkBytes: 300_000 })));

describe('chunks at the embedded registry as on ECR, in memory', () =>
  chunkContract(() => atEmbedded(ECR)));

describe('chunks at the embedded registry as on ECR, in a folder', () =>
  chunkContract(() => atEmbeddedInFolder(ECR)));

describeWith(['docker-registry'], 'chunks at docker-registry', () =>
  chunkContract(atDockerRegistry),
);
