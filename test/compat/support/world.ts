import { afterEach } from 'vitest';
import {
  type EmbeddedRegistry,
  type EmbeddedRegistryOptions,
  startEmbeddedRegistry,
} from '../../../lib/local/embedded-registry/embedded-registry.ts';
import type { Built } from '../../support/built.ts';
import type { CliResult } from '../../support/cli-process.ts';
import { store } from '../../support/store.ts';
import { readReport, type SyncResult } from '../../support/sync-definition.ts';
import { type Variables, Workplace } from '../../support/workplace.ts';
import { HOSTS, type NamedHosts, startNamedHosts } from './named-hosts.ts';
import { runCommand } from './run-command.ts';
import { isUpstream, nameOf, UPSTREAM, upstream } from './upstream.ts';

/** How the registries of the two sides are, such as whom they let in. */
export interface WorldOptions {
  readonly source?: EmbeddedRegistryOptions;
  readonly target?: EmbeddedRegistryOptions;
}

/** What stands in the folder when the command line begins. */
export interface WorldFiles {
  readonly images: string | object;
  readonly auth?: object;
}

/** A report, and what the target has after it. */
export interface WorldResult extends SyncResult {
  /** What is said of images that failed. */
  readonly errors: readonly string[];
  /** See {@link World.mirrored}. */
  readonly mirrored: Readonly<Record<string, string>>;
}

/** The document's hosts, those of sources with everything of `UPSTREAM`, and a folder in which the command line runs. */
export class World {
  readonly workplace: Workplace;
  readonly source: EmbeddedRegistry;
  readonly target: EmbeddedRegistry;
  readonly #hosts: NamedHosts;

  private constructor(
    workplace: Workplace,
    { source, target }: Record<'source' | 'target', EmbeddedRegistry>,
    hosts: NamedHosts,
  ) {
    this.workplace = workplace;
    this.source = source;
    this.target = target;
    this.#hosts = hosts;
  }

  static async start({ source = {}, target = {} }: WorldOptions = {}): Promise<World> {
    const registries = {
      source: await startEmbeddedRegistry(source),
      target: await startEmbeddedRegistry(target),
    };
    const { url: from } = registries.source;
    const hosts = await startNamedHosts({ source: from, target: registries.target.url });
    const world = new World(await Workplace.open(), registries, hosts);
    for (const host of HOSTS) {
      const file = `.config/containers/certs.d/${host}/authority.crt`;
      await world.workplace.write(file, hosts.authority.toString());
    }
    for (const name of UPSTREAM) await world.publish(name, upstream(name));
    return world;
  }

  /** Puts an image into the source as `name`, or into the target. */
  async publish(name: string, built: Built, side: 'source' | 'target' = 'source'): Promise<void> {
    const [repository = '', tag = ''] = name.split(':');
    await store(built, this[side].storage, { repository, tag });
  }

  /** Runs the command line where the document's hosts are what they are here. */
  run(args: readonly string[], env: Variables = {}): Promise<CliResult> {
    const { folder } = this.workplace;
    const surroundings = { HOME: folder, HTTPS_PROXY: this.#hosts.proxy };
    return runCommand(args, { folder, env: { ...surroundings, ...env } });
  }

  /** Runs it for a document. */
  async report(args: readonly string[], env?: Variables): Promise<SyncResult> {
    return readReport(await this.run([...args, '--output', 'json'], env));
  }

  /** Writes the files and runs it for a document, with `images.yaml` for the images and `auth.yaml`, if there is one, for logins. */
  async sync(
    files: WorldFiles,
    args: readonly string[] = [],
    env?: Variables,
  ): Promise<WorldResult> {
    const { images, auth } = files;
    await this.workplace.write('images.yaml', images);
    if (auth) await this.workplace.write('auth.yaml', auth);
    const result = await this.report([...(auth ? ['--auth', 'auth.yaml'] : []), ...args], env);
    const errors = result.report.images.flatMap(({ error }) => (error ? [error.message] : []));
    return { ...result, errors, mirrored: await this.mirrored() };
  }

  /** Which image of upstream each tag of the target names, such as `{ 'm/api:v1': 'acme/api:v1' }`; without a tag, `m/api@`. */
  async mirrored(): Promise<Readonly<Record<string, string>>> {
    const { storage } = this.target;
    const found: Record<string, string> = {};
    for (const repository of await storage.listRepositories()) {
      for (const { tag, digest } of (await storage.listManifests(repository)) ?? []) {
        if (tag !== undefined) found[`${repository}:${tag}`] = nameOf(digest);
        else if (isUpstream(digest)) found[`${repository}@`] = nameOf(digest);
      }
    }
    return found;
  }

  async close(): Promise<void> {
    await this.workplace.close();
    await this.#hosts.close();
    await this.source.close();
    await this.target.close();
  }
}

/** Gives what starts a world; those of a test end with it. */
export function useWorlds(): (options?: WorldOptions) => Promise<World> {
  const worlds: World[] = [];

  afterEach(async () => {
    for (const world of worlds.splice(0)) await world.close();
  });

  return async (options) => {
    const world = await World.start(options);
    worlds.push(world);
    return world;
  };
}
