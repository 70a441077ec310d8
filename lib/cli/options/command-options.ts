import type { OnConflict } from '../../definition/schema.ts';
import type { TargetCredentialOptions } from '../target-credentials.ts';

/** What the command line says about which images there are and where they go; absent members leave it to the file. */
export interface DefinitionOptions {
  readonly imagesFile: string;
  /** A file of credentials in Aliyun's format. */
  readonly auth?: string;
  readonly targetRepoPrefix?: string;
  readonly libraryNames?: boolean;
  readonly onConflict?: OnConflict;
  /** Selectors of the platforms to keep. */
  readonly platforms?: readonly string[];
  /** For destinations that a file in Aliyun's format leaves empty. */
  readonly defaultRegistry?: string;
  readonly defaultNamespace?: string;
}

/** How registries are asked. */
export interface ConnectionOptions {
  readonly retries: number;
  /** Seconds. */
  readonly idleTimeout: number;
  readonly debug: boolean;
}

/** How large blobs are uploaded, sizes in bytes; `plan`, which uploads none, has no say in it. */
export interface TransferOptions {
  readonly chunkFrom?: number;
  readonly chunkSize?: number;
  readonly resumeHashFrom?: number;
}

/** What standard output gets. */
export interface OutputOptions {
  readonly output: 'text' | 'json';
}

/** How a run is done and shown. */
export interface RunOptions
  extends TargetCredentialOptions,
    ConnectionOptions,
    TransferOptions,
    OutputOptions {
  readonly dryRun: boolean;
  readonly force: boolean;
  readonly bytes: boolean;
  readonly proc: number;
  readonly ledger: string;
  /** Whether images are left alone that the ledger does not list as failing. */
  readonly onlyFailing?: boolean;
  /** A file to which the lines of the run are added. */
  readonly log?: string;
  /** A file for the images that are in place at the end. */
  readonly outputSuccessImages?: string;
  readonly outputImagesFormat?: 'yaml' | 'json';
  /** Whether the exit code tells that something would change. */
  readonly detailedExitcode?: boolean;
}
