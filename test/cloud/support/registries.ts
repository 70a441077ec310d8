import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type EmbeddedRegistry,
  type EmbeddedRegistryOptions,
  startEmbeddedRegistry,
} from '../../../lib/local/embedded-registry/embedded-registry.ts';
import type { Fault } from '../../../lib/local/embedded-registry/fault.ts';
import type { Ecr } from '../../support/aws/start-ecr.ts';
import { selfSigned } from '../../support/tls-front.ts';
import { EcrRegistry } from './ecr-registry.ts';
import { type HttpsFront, passOn, startHttpsFront } from './https-front.ts';
import type { Permissions } from './permissions.ts';
import { RegistryHosts } from './registry-hosts.ts';

/** What registries of ECR go by. */
export interface EcrOptions {
  readonly ecr: Ecr;
  readonly permissions: Permissions;
  readonly tokenRoles: ReadonlyMap<string, string>;
}

/** Docker Hub answers under another name than references have. */
const API_HOSTS: Readonly<Record<string, string>> = { 'docker.io': 'registry-1.docker.io' };

/** The registries of the world, under their real names for whoever takes their proxy and trusts their certificate. */
export class Registries {
  readonly hosts: RegistryHosts;
  readonly #registries = new Map<string, EmbeddedRegistry>();
  readonly #fronts: HttpsFront[] = [];
  readonly #healing: (() => void)[] = [];
  readonly #folder: string;

  private constructor(hosts: RegistryHosts, folder: string) {
    this.hosts = hosts;
    this.#folder = folder;
  }

  /** Starts one at each of `hosts`, named as references spell them; those of ECR need `options`. */
  static async start(hosts: readonly string[], options?: EcrOptions): Promise<Registries> {
    const folder = await mkdtemp(join(tmpdir(), 'cloud-'));
    const registries = new Registries(await RegistryHosts.start(), folder);
    // A certificate is of somebody, also where there is no host.
    const names = ['localhost', ...hosts.map((host) => API_HOSTS[host] ?? host)];
    const tls = await selfSigned(names.map((name) => `DNS:${name}`).join());
    await writeFile(join(folder, 'authority.pem'), tls.cert);
    for (const host of hosts) {
      await registries.renew(host);
      const serve = registries.#serving(host, options);
      const front = await startHttpsFront(tls, serve);
      registries.#fronts.push(front);
      registries.hosts.lead(API_HOSTS[host] ?? host, front.address);
    }
    return registries;
  }

  /** By which a process gets there. */
  get variables(): Readonly<Record<string, string>> {
    return {
      HTTPS_PROXY: this.hosts.url,
      NO_PROXY: '127.0.0.1',
      NODE_EXTRA_CA_CERTS: join(this.#folder, 'authority.pem'),
    };
  }

  at(host: string): EmbeddedRegistry {
    const registry = this.#registries.get(host);
    if (!registry) throw new Error(`the world has no registry ${host}`);
    return registry;
  }

  /** Requests to all of them since they were renewed. */
  get requests(): EmbeddedRegistry['requests'] {
    return [...this.#registries.values()].flatMap(({ requests }) => requests);
  }

  /** Puts an empty registry at a host, which takes blobs as ECR does where it is one of those. */
  async renew(host: string, options: EmbeddedRegistryOptions = {}): Promise<EmbeddedRegistry> {
    await this.#registries.get(host)?.close();
    const uploads = isEcr(host) ? 'ecr' : 'generic';
    const registry = await startEmbeddedRegistry({ uploads, ...options });
    this.#registries.set(host, registry);
    return registry;
  }

  /** Has something go wrong at a host; what is returned removes it again, as the end of the story does. */
  play(host: string, fault: Fault): () => void {
    const heal = this.at(host).play(fault);
    this.#healing.push(heal);
    return heal;
  }

  /** Forgets what they were asked, and what was to go wrong. */
  clear(): void {
    for (const heal of this.#healing.splice(0)) heal();
    this.hosts.unknown.length = 0;
    for (const registry of this.#registries.values()) registry.clearRequests();
  }

  async close(): Promise<void> {
    await this.hosts.close();
    for (const front of this.#fronts) await front.close();
    for (const registry of this.#registries.values()) await registry.close();
    await rm(this.#folder, { recursive: true });
  }

  #serving(host: string, options: EcrOptions | undefined): Parameters<typeof startHttpsFront>[1] {
    const registry = () => this.at(host);
    if (!isEcr(host)) {
      return (request, response) => passOn(request, response, { url: registry().url });
    }
    if (!options) throw new Error(`${host} is a registry of ECR`);
    const ecr = new EcrRegistry({ ...options, host, registry });
    return (request, response) => ecr.serve(request, response);
  }
}

function isEcr(host: string): boolean {
  return host.includes('.dkr.ecr.');
}
