import { LEAST_CHUNK_BYTES } from '../copy/chunking.ts';
import { assertEnvironment } from './assert-environment.ts';
import { assertRegistry } from './assert-registry.ts';
import { assertRepositories } from './assert-repositories.ts';
import { assertSchedule } from './assert-schedule.ts';
import { PropsError } from './errors.ts';
import type { ImageSyncerProps, WorkerProps } from './image-syncer-props.ts';
import type { Registries } from './registry.ts';
import type { TargetProps } from './target.ts';

/** Throws a {@link PropsError} for what AWS would refuse, or what would have no effect, once it is deployed. */
export function assertProps(props: ImageSyncerProps): void {
  const { targets, registries = {}, schedule, environment = {} } = props;
  assertSomeTarget(targets, registries);
  assertNoneTwice(targets);
  for (const target of targets) assertTarget(target);
  for (const [host, of] of Object.entries(registries)) assertRegistry(host, of);
  if (schedule) assertSchedule(schedule);
  assertChunks(props.worker ?? {});
  assertEnvironment(environment);
}

function assertChunks({ chunkSize }: WorkerProps): void {
  if (chunkSize === undefined || chunkSize.toBytes() >= LEAST_CHUNK_BYTES) return;
  throw new PropsError(
    `chunkSize of the workers is ${chunkSize.toBytes()} bytes, and ECR takes no chunks below ${LEAST_CHUNK_BYTES}: give it 5 MiB or more`,
  );
}

function assertSomeTarget(targets: readonly TargetProps[], registries: Registries): void {
  const others = Object.values(registries).filter(({ targetPrefix }) => targetPrefix !== undefined);
  if (targets.length + others.length > 0) return;
  throw new PropsError(
    'targets is an empty list, so that no image may go anywhere: name a prefix in ECR, such as [{ "prefix": "external/" }], or give one of the registries a targetPrefix',
  );
}

function assertNoneTwice(targets: readonly TargetProps[]): void {
  const places = targets.map(({ account, region, prefix }) =>
    JSON.stringify([account, region, prefix]),
  );
  const second = targets.find((_, position) => places.indexOf(places[position] ?? '') < position);
  if (second === undefined) return;
  throw new PropsError(
    `targets has the prefix ${JSON.stringify(second.prefix)} twice for one registry, so that the second has no effect: remove one of them`,
  );
}

function assertTarget({ prefix, roleArn, externalId, repositories = {} }: TargetProps): void {
  assertRepositories(repositories, prefix);
  if (externalId === undefined || roleArn !== undefined) return;
  throw new PropsError(
    `The target ${JSON.stringify(prefix)} has an externalId, which nobody asks for without a role: name its role too, or remove the externalId`,
  );
}
