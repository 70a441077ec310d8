import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EmbeddedRegistry } from '../../../lib/local/embedded-registry/embedded-registry.ts';
import type { Ecr } from '../../support/aws/start-ecr.ts';
import { ecrWishes, mountWish, type RegistryCall, repositoryOf } from './ecr-actions.ts';
import { passOn } from './https-front.ts';
import type { Permissions } from './permissions.ts';
import { isLike } from './statement.ts';

export interface EcrRegistryOptions {
  /** Such as `123456789012.dkr.ecr.eu-central-1.amazonaws.com`. */
  readonly host: string;
  readonly ecr: Ecr;
  readonly permissions: Permissions;
  /** ARN of the role that asked for a token, by the `Authorization` that it makes. */
  readonly tokenRoles: ReadonlyMap<string, string>;
  /** Keeps the content. */
  registry(): EmbeddedRegistry;
}

interface EcrRefusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** The registry of an account: as ECR does, it knows tokens, permissions, repositories and immutable tags. */
export class EcrRegistry {
  readonly #options: EcrRegistryOptions;

  constructor(options: EcrRegistryOptions) {
    this.#options = options;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = await this.#refusalOf(request);
    if (!refusal) {
      passOn(request, response, { url: this.#options.registry().url, without: ['authorization'] });
      return;
    }
    const { status, code, message } = refusal;
    // A client that is told so early need not send the rest.
    response.writeHead(status, {
      'content-type': 'application/json',
      connection: 'close',
      ...(status === 401 && { 'www-authenticate': 'Basic realm="https://ecr/"' }),
    });
    response.end(JSON.stringify({ errors: [{ code, message }] }));
  }

  async #refusalOf({ method = '', url = '', headers }: IncomingMessage) {
    const { authorization = '', 'content-length': length = '0' } = headers;
    const { ecr, host, tokenRoles } = this.#options;
    const judgement = ecr.judge(host, authorization);
    if (judgement === 'refused') return refusal(401, 'UNAUTHORIZED', 'Not Authorized');
    if (judgement === 'expired') {
      return refusal(
        403,
        'DENIED',
        'Your authorization token has expired. Reauthenticate and try again.',
      );
    }
    const hasBody = length !== '0' || 'transfer-encoding' in headers;
    const call = { method, url, hasBody };
    const repository = repositoryOf(call);
    if (repository === undefined) return undefined;
    return (
      this.#denialOf(tokenRoles.get(authorization) ?? '', call) ??
      this.#absenceOf(repository) ??
      this.#immutabilityOf(call)
    );
  }

  #denialOf(role: string, call: RegistryCall) {
    const { permissions, host } = this.#options;
    const [account = '', , , region = ''] = host.split('.');
    const place = { account, region };
    const denied = ecrWishes(call, place).find((wish) => !permissions.allows(role, wish));
    const mount = mountWish(call, place);
    if (mount) permissions.allows(role, mount);
    return (
      denied && refusal(403, 'DENIED', `${role} is not authorized to perform: ${denied.action}`)
    );
  }

  #absenceOf(repository: string) {
    const { ecr, host } = this.#options;
    if (ecr.repositories.has(`${host}/${repository}`)) return undefined;
    return refusal(404, 'NAME_UNKNOWN', `The repository with name '${repository}' does not exist`);
  }

  /** Also for the digest that the tag has already. */
  async #immutabilityOf({ method, url }: RegistryCall) {
    const [, repository, tag] = /^\/v2\/(.+)\/manifests\/([^:]+)$/.exec(url) ?? [];
    if (method !== 'PUT' || repository === undefined || tag === undefined) return undefined;
    if (!isImmutable(this.#settingsOf(repository), tag)) return undefined;
    const listed = await this.#options.registry().storage.listManifests(repository);
    if (!listed?.some((manifest) => manifest.tag === tag)) return undefined;
    return refusal(400, 'TAG_INVALID', `The image tag '${tag}' already exists and is immutable`);
  }

  #settingsOf(repository: string): Readonly<Record<string, unknown>> {
    const { ecr, host } = this.#options;
    return ecr.repositories.get(`${host}/${repository}`)?.settings ?? {};
  }
}

function isImmutable(settings: Readonly<Record<string, unknown>>, tag: string): boolean {
  const { imageTagMutability = 'MUTABLE', imageTagMutabilityExclusionFilters: filters } = settings;
  const isExcluded =
    Array.isArray(filters) && filters.some(({ filter }) => isLike(String(filter), tag));
  return String(imageTagMutability).startsWith('IMMUTABLE') !== isExcluded;
}

function refusal(status: number, code: string, message: string): EcrRefusal {
  return { status, code, message };
}
