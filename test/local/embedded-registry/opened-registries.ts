import { afterEach } from 'vitest';
import {
  type EmbeddedRegistry,
  type EmbeddedRegistryOptions,
  startEmbeddedRegistry,
} from '../../../lib/local/embedded-registry/embedded-registry.ts';
import { type Digest, digestOf } from '../../../lib/oci/digest.ts';
import { expectStatus } from '../../support/expect-status.ts';

/** Gives what starts a registry; those of a test are closed after it. */
export function useRegistries() {
  const opened: EmbeddedRegistry[] = [];

  afterEach(async () => {
    for (const registry of opened.splice(0)) await registry.close();
  });

  return async (options?: EmbeddedRegistryOptions): Promise<EmbeddedRegistry> => {
    const registry = await startEmbeddedRegistry(options);
    opened.push(registry);
    return registry;
  };
}

/** Requests a path of `registry`, such as `/v2/app/tags/list`. */
export async function request(
  registry: EmbeddedRegistry,
  path: string,
  init?: RequestInit,
): Promise<Response> {
  return await fetch(new URL(path, registry.url), init);
}

/** Uploads `bytes` by a single POST. */
export async function putBlob(
  registry: EmbeddedRegistry,
  repository: string,
  bytes: Uint8Array,
): Promise<Digest> {
  const digest = digestOf(bytes);
  const url = new URL(`/v2/${repository}/blobs/uploads/?digest=${digest}`, registry.url);
  await expectStatus(201, url, { method: 'POST', body: Buffer.from(bytes) });
  return digest;
}

/** The code that an error body gives as its reason. */
export async function codeOf(response: Response): Promise<unknown> {
  const { errors } = (await response.json()) as { errors: readonly { code: unknown }[] };
  return errors[0]?.code;
}
