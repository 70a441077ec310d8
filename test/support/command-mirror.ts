import { beforeEach } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { useRegistries } from '../local/embedded-registry/opened-registries.ts';
import type { CliResult } from './cli-process.ts';
import { image } from './image-builder.ts';
import { listTags } from './list-tags.ts';
import { push } from './push.ts';
import { useWorkplace, type Variables, type Workplace } from './workplace.ts';

/** A registry that has `app:1`, one that has nothing, and a folder whose images.yaml takes the one to the other. */
export class CommandMirror {
  readonly source: EmbeddedRegistry;
  readonly target: EmbeddedRegistry;
  readonly workplace: Workplace;

  constructor(workplace: Workplace, source: EmbeddedRegistry, target: EmbeddedRegistry) {
    this.workplace = workplace;
    this.source = source;
    this.target = target;
  }

  /** An image of the same name and tag on both sides, as images.yaml says it. */
  entry(name = 'app', policy: object = {}): object {
    const { source, target } = this;
    return { source: `${source.host}/${name}:1`, target: `${target.host}/${name}`, ...policy };
  }

  /** Writes images.yaml. */
  async define(images: readonly object[], others: object = {}): Promise<void> {
    await this.workplace.write('images.yaml', { ...others, images });
  }

  /** Runs the command line to its end. */
  run(args: readonly string[], env?: Variables): Promise<CliResult> {
    return this.workplace.run(args, env);
  }

  /** Tags of a repository of the target. */
  mirrored(repository = 'app'): Promise<readonly string[]> {
    return listTags(this.target.url, repository);
  }

  /** What either registry was asked since the test began. */
  get requests(): EmbeddedRegistry['requests'] {
    return [...this.source.requests, ...this.target.requests];
  }
}

/** Gives each test a mirror, by the function that is returned. */
export function useCommandMirror(): () => CommandMirror {
  const startRegistry = useRegistries();
  const workplace = useWorkplace();
  let mirror: CommandMirror;

  beforeEach(async () => {
    const source = await startRegistry();
    await push(image(), source.url, { repository: 'app', tag: '1' });
    source.clearRequests();
    mirror = new CommandMirror(workplace(), source, await startRegistry());
    await mirror.define([mirror.entry()]);
  });

  return () => mirror;
}
