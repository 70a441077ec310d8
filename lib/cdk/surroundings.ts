import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { type LogGroupProps, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { bundledHandlers } from './bundled-handlers.ts';
import type { ImageSyncerProps } from './image-syncer-props.ts';
import type { NetworkProps } from './network-props.ts';
import { withoutAbsent } from './without-absent.ts';

/** What all functions of a stack have in common. */
export interface Surroundings {
  readonly code: Code;
  readonly encryptionKey: IKey | undefined;
  readonly network: NetworkProps | undefined;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  readonly tracing: boolean;
}

/** What `props` say of every function, or leave to the defaults. */
export function surroundingsOf(props: ImageSyncerProps): Surroundings {
  return {
    code: props.code ?? bundledHandlers(),
    encryptionKey: props.encryptionKey,
    network: props.network,
    logRetention: props.logRetention ?? RetentionDays.THREE_MONTHS,
    removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    tracing: props.tracing ?? false,
  };
}

export function logPropsOf({
  logRetention,
  removalPolicy,
  encryptionKey,
}: Surroundings): LogGroupProps {
  return withoutAbsent({ retention: logRetention, removalPolicy, encryptionKey });
}
