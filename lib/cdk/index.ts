// What `import … from 'image-syncer/cdk'` gives.
export type { AlarmName } from './alarms.ts';
export type {
  CodeCommitDefinitionProps,
  DefinitionProps,
  S3DefinitionProps,
} from './definition-home.ts';
export { PropsError } from './errors.ts';
export { type Functions, ImageSyncer } from './image-syncer.ts';
export type { ImageSyncerProps, WorkerProps } from './image-syncer-props.ts';
export { ImageSyncerStack, type ImageSyncerStackProps } from './image-syncer-stack.ts';
export { ImageSyncerTarget, type ImageSyncerTargetProps } from './image-syncer-target.ts';
