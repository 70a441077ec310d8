import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { PropsError } from './errors.ts';

/** docs.aws.amazon.com/lambda, "Lambda quotas": all variables of a function together. */
const LIMIT_BYTES = 4096;

/** How long what is known at deployment only will be; ARNs and URLs, by far the most, are shorter than the rest is assumed. */
const LENGTHS: Readonly<Record<string, number>> = {
  'AWS::AccountId': 12,
  'AWS::Partition': 10,
  'AWS::Region': 14,
  'AWS::URLSuffix': 16,
};
const UNKNOWN_LENGTH = 128;

/** Throws where Lambda would refuse `environment`, before anything is deployed. */
export function assertEnvironmentFits(
  scope: Construct,
  environment: Readonly<Record<string, string>>,
): void {
  const resolved: unknown = Stack.of(scope).resolve(environment);
  if (typeof resolved !== 'object' || resolved === null) return;
  const sizes = Object.entries(resolved).map(([name, value]) => name.length + lengthOf(value));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes <= LIMIT_BYTES) return;
  throw new PropsError(
    `targets, registries and environment make about ${bytes} bytes of environment, and Lambda takes ${LIMIT_BYTES}: share repository settings, leave out registries that need nothing, or deploy a second ImageSyncer for some of them`,
  );
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value !== 'object' || value === null) return UNKNOWN_LENGTH;
  if ('Ref' in value) return LENGTHS[String(value.Ref)] ?? UNKNOWN_LENGTH;
  const join: unknown = 'Fn::Join' in value ? value['Fn::Join'] : undefined;
  if (!Array.isArray(join) || !Array.isArray(join[1])) return UNKNOWN_LENGTH;
  const lengths = join[1].map(lengthOf);
  return lengths.reduce((sum, length) => sum + length, 0);
}
