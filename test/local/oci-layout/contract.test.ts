import { join } from 'node:path';
import { describe } from 'vitest';
import { repositoryContract } from '../../support/repository-contract.ts';
import { openLayout, stagedFiles, useFolder } from './layouts.ts';

describe('OciLayoutRepository', () => {
  const folder = useFolder();

  repositoryContract(async () => {
    const layout = join(folder(), 'app');
    const siblingName = join(folder(), 'base');
    return {
      repository: openLayout(layout),
      sibling: openLayout(siblingName),
      siblingName,
      reopen: () => openLayout(layout),
      uploads: async () => (await stagedFiles(layout)).length,
      cancelsBrokenUploads: true,
      listsReferrers: false,
      close: async () => {},
    };
  });
});
