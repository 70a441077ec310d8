import { Token } from 'aws-cdk-lib';
import { parseReference } from '../oci/reference.ts';
import { canonicalRegistry, isHost } from '../oci/registry-host.ts';
import { PropsError } from './errors.ts';
import { ecrPlaceOf, PUBLIC_ECR, type RegistryProps } from './registry.ts';
import { assertPrefix } from './target.ts';

/** Throws where `host`, a key of `registries`, is none, or where nothing would come of what `props` say of it. */
export function assertRegistry(host: string, props: RegistryProps): void {
  assertHost(host);
  if (props.externalId !== undefined && props.roleArn === undefined) {
    throw new PropsError(
      `The registry ${host} has an externalId, which nobody asks for without a role: give it a roleArn too, or remove the externalId`,
    );
  }
  if (props.targetPrefix !== undefined) assertTargetPrefix(host, props.targetPrefix);
  if (ecrPlaceOf(host)) assertEcr(host, props);
  else assertNoEcr(host, props);
}

function assertHost(host: string): void {
  if (Token.isUnresolved(host)) return;
  if (isHost(host) && canonicalRegistry(host) !== undefined) return;
  throw new PropsError(
    `The key ${JSON.stringify(host)} of registries is not the host of a registry: write host or host:port alone, such as docker.io or registry.internal:5000`,
  );
}

function assertEcr(
  host: string,
  { roleArn, pullPrefixes = [], targetPrefix }: RegistryProps,
): void {
  if (targetPrefix !== undefined) {
    throw new PropsError(
      `${host} is a registry of ECR: name it in targets rather than by targetPrefix`,
    );
  }
  if (roleArn === undefined && pullPrefixes.length === 0) {
    throw new PropsError(
      `${host} is a registry of ECR: give it a roleArn, or pullPrefixes that name the repositories to read`,
    );
  }
  if (roleArn !== undefined && pullPrefixes.length > 0) {
    throw new PropsError(
      `${host} has a roleArn, which reads what the role may: remove pullPrefixes, or the role`,
    );
  }
  for (const prefix of pullPrefixes) assertPrefix(prefix, `pullPrefixes of ${host}`);
}

/** Only ECR knows roles, and only that of an account repositories that permissions name. */
function assertNoEcr(host: string, { roleArn, pullPrefixes }: RegistryProps): void {
  if (Token.isUnresolved(host)) return;
  const idle = pullPrefixes !== undefined ? 'pullPrefixes' : 'roleArn';
  const isIdle = pullPrefixes !== undefined || (roleArn !== undefined && !PUBLIC_ECR.has(host));
  if (!isIdle) return;
  throw new PropsError(
    `The registry ${host} has ${idle}, which means something for registries of ECR alone: remove it, or log in by a secret`,
  );
}

function assertTargetPrefix(host: string, prefix: string): void {
  if (prefix === '' || beginsNames(prefix)) return;
  throw new PropsError(
    `The targetPrefix of ${host} is ${JSON.stringify(prefix)}, which begins no repository's name: write whole parts of one, such as mirror/, or "" for all of them`,
  );
}

function beginsNames(prefix: string): boolean {
  const path = prefix.endsWith('/') ? prefix : `${prefix}/`;
  try {
    return parseReference(`localhost/${path}name`).repository === `${path}name`;
  } catch {
    return false;
  }
}
