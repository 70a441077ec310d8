import type { CallOptions } from '../../content/ports.ts';
import type { RepositoryName } from '../../oci/reference.ts';
import { abortable } from '../../registry/abortable.ts';
import type { BoundTarget } from '../environment.ts';
import type { EcrApi } from './ecr-api.ts';
import { type PrivateEcrHost, parseEcrHost } from './ecr-host.ts';
import type { EcrRole } from './ecr-issuer.ts';
import { EcrRepositoryError } from './ecr-repository-error.ts';

/** What is asked of one account's API of ECR. */
export type EcrApiPart = Pick<EcrApi, 'hasRepository' | 'createRepository' | 'close'>;

/** Gives the API of an account and region, as whoever the environment says or as `role`. */
export type CreateEcrApi = (host: PrivateEcrHost, role: EcrRole | undefined) => Promise<EcrApiPart>;

/**
 * Sees to it that repositories exist before anything is written into them: where one is missing, ECR may
 * answer the start of an upload by closing the connection. What exists is remembered by this process.
 */
export class EcrRepositories {
  readonly #createApi: CreateEcrApi;
  readonly #apis = new Map<string, Promise<EcrApiPart>>();
  readonly #known = new Map<string, Promise<void>>();

  constructor(create: CreateEcrApi = createApi) {
    this.#createApi = create;
  }

  /**
   * Resolves when the repository exists, made by the settings of `target` if need be; at once outside ECR's
   * private registries. Throws {@link EcrRepositoryError}.
   */
  async ensure(
    name: RepositoryName,
    target: BoundTarget,
    { signal }: CallOptions = {},
  ): Promise<void> {
    const host = parseEcrHost(name.registry);
    if (host?.kind !== 'private') return;
    const key = keyOf(name);
    const ensured = this.#known.get(key) ?? this.#ensure(key, () => this.#make(name, host, target));
    await abortable(ensured, signal);
  }

  /** Has the next who writes look again: somebody may have removed it. */
  forget(name: RepositoryName): void {
    this.#known.delete(keyOf(name));
  }

  async close(): Promise<void> {
    for (const api of this.#apis.values()) (await api).close();
  }

  /** One look serves everyone who waits for it, so no caller's abort ends it; a failed one is forgotten. */
  #ensure(key: string, make: () => Promise<void>): Promise<void> {
    const ensured = make();
    this.#known.set(key, ensured);
    ensured.catch(() => this.#known.delete(key));
    return ensured;
  }

  async #make(
    name: RepositoryName,
    host: PrivateEcrHost,
    { create, ...target }: BoundTarget,
  ): Promise<void> {
    const { registry, repository } = name;
    try {
      const api = await this.#api(registry, host, roleOf(target));
      if (await api.hasRepository(repository)) return;
      if (create) return await api.createRepository(repository, create);
    } catch (error) {
      throw EcrRepositoryError.failed(keyOf(name), error);
    }
    throw EcrRepositoryError.missing(keyOf(name));
  }

  #api(registry: string, host: PrivateEcrHost, role: EcrRole | undefined): Promise<EcrApiPart> {
    const key = JSON.stringify([registry, role]);
    const api = this.#apis.get(key) ?? this.#createApi(host, role);
    this.#apis.set(key, api);
    return api;
  }
}

function keyOf({ registry, repository }: RepositoryName): string {
  return `${registry}/${repository}`;
}

/** The role that is bound to a registry or a target, `undefined` where none is. */
export function roleOf({
  roleArn,
  externalId,
}: {
  readonly roleArn?: string;
  readonly externalId?: string;
}): EcrRole | undefined {
  if (roleArn === undefined) return undefined;
  return { roleArn, ...(externalId !== undefined && { externalId }) };
}

/** The SDK is large, and many runs write nothing. */
async function createApi(host: PrivateEcrHost, role: EcrRole | undefined): Promise<EcrApi> {
  const { EcrApi } = await import('./ecr-api.ts');
  return new EcrApi(host, role);
}
