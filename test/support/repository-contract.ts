import { afterEach, beforeEach, describe } from 'vitest';
import type { ContentSource, ContentTarget } from '../../lib/content/ports.ts';
import { blobContract } from './blob-contract.ts';
import { manifestContract } from './manifest-contract.ts';
import { referrerContract } from './referrer-contract.ts';
import { uploadContract } from './upload-contract.ts';

export type ContentRepository = ContentSource & ContentTarget;

/** A repository under test, which is empty, on a registry of its own. */
export interface RepositoryUnderTest {
  readonly repository: ContentRepository;
  /** Another repository of the same registry. */
  readonly sibling: ContentRepository;
  readonly siblingName: string;
  /** The repository as another process would open it. */
  reopen(): ContentRepository;
  /** Upload sessions that are open at the registry. */
  uploads(): number | Promise<number>;
  /**
   * Whether a session can be cancelled or resumed that broke off while it received bytes.
   * docker-registry binds a location to an offset and knows no other way to it.
   */
  readonly cancelsBrokenUploads: boolean;
  /** Whether the registry lists referrers by itself. */
  readonly listsReferrers: boolean;
  close(): Promise<void>;
}

/** What {@link ContentSource} and {@link ContentTarget} promise. */
export function repositoryContract(open: () => Promise<RepositoryUnderTest>): void {
  let opened: RepositoryUnderTest;
  let repository: ContentRepository;

  beforeEach(async () => {
    opened = await open();
    repository = opened.repository;
  });

  afterEach(() => opened.close());

  describe('manifests', () => {
    manifestContract(() => repository);
  });

  describe('blobs', () => {
    blobContract(() => repository);
  });

  describe('referrers', () => {
    referrerContract(() => opened);
  });

  describe('uploads', () => {
    uploadContract(() => opened);
  });
}
