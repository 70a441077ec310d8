// What `import … from 'image-syncer'` gives.
export type {
  DefinedCredentials,
  ImageSettings,
  RegistrySettings,
} from '../definition/definition.ts';
export { DefinitionError, type DefinitionProblem } from '../definition/errors.ts';
export { type ErrorCode, type ErrorKind, SyncerError } from '../errors.ts';
export type { SyncEvent, SyncListener } from '../mirror/events.ts';
export type { Outcome, OutcomeError, OutcomeStatus } from '../mirror/outcome.ts';
export type { RunReport, RunSummary } from '../mirror/run.ts';
export type { Digest } from '../oci/digest.ts';
export { ImageSyncError } from './errors.ts';
export { imageExists } from './image-exists.ts';
export type { AccessOptions, RunOptions } from './options.ts';
export {
  type DefinitionSource,
  type PlanOptions,
  plan,
  type SyncOptions,
  type SyncReport,
  sync,
} from './sync.ts';
export { type SyncImageOptions, syncImage } from './sync-image.ts';
