import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Authentication } from '../../lib/local/embedded-registry/authentication.ts';
import type {
  EmbeddedRegistry,
  EmbeddedRegistryOptions,
} from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { CliResult } from './cli-process.ts';
import { image } from './image-builder.ts';
import { listTags } from './list-tags.ts';
import { push } from './push.ts';
import type { Variables, Workplace } from './workplace.ts';

/** Secrets that tests hand out. */
export const KEY = '{"type":"service_account","private_key":"planted:private-key"}\n';
export const TOKEN = 'planted-access-token';
export const PASSWORD = 'planted:pass$word';
export const IDENTITY_TOKEN = 'planted-identity-token';

/** As they are, and as they stand in headers and config files. */
const PLANTED = [KEY, TOKEN, PASSWORD, IDENTITY_TOKEN].flatMap((secret) => [
  secret.trim(),
  Buffer.from(`mirror:${secret}`).toString('base64'),
  Buffer.from(`_json_key:${secret}`).toString('base64'),
  encodeURIComponent(secret),
]);

/** What source and target ask for; nothing where it is absent. */
export interface Guards {
  readonly source?: Authentication;
  readonly target?: Authentication;
}

/** An image to be mirrored from one guarded registry to another. */
export class GuardedMirror {
  readonly source: EmbeddedRegistry;
  readonly target: EmbeddedRegistry;
  /** The target's content without the guard. */
  readonly #open: EmbeddedRegistry;
  readonly #workplace: Workplace;

  private constructor(workplace: Workplace, registries: Record<Side, EmbeddedRegistry>) {
    this.#workplace = workplace;
    this.source = registries.source;
    this.target = registries.target;
    this.#open = registries.open;
  }

  /** Starts all by `startRegistry`, whose caller closes them, and writes the definition. */
  static async start(
    startRegistry: (options?: EmbeddedRegistryOptions) => Promise<EmbeddedRegistry>,
    workplace: Workplace,
    guards: Guards = {},
  ): Promise<GuardedMirror> {
    const filled = await startRegistry();
    await push(image(), filled.url, { repository: 'app', tag: '1' });
    const open = await startRegistry();
    const guarded = (storage: EmbeddedRegistry['storage'], authentication?: Authentication) =>
      startRegistry({ storage, ...(authentication && { authentication }) });
    const mirror = new GuardedMirror(workplace, {
      open,
      source: await guarded(filled.storage, guards.source),
      target: await guarded(open.storage, guards.target),
    });
    await mirror.define();
    return mirror;
  }

  async define(registries: object = {}): Promise<void> {
    const { source, target } = this;
    await this.#workplace.write('images.yaml', {
      images: [{ source: `${source.host}/app:1`, target: `${target.host}/app` }],
      registries,
    });
  }

  /** Runs with everything shown, and fails where a secret that it was told or given comes out again. */
  async run(args: readonly string[] = [], env: Variables = {}): Promise<CliResult> {
    const result = await this.#workplace.run(['--debug', ...args], env);
    const ledger = join(this.#workplace.folder, '.image-syncer/ledger.db');
    const written = result.stdout + result.stderr + (await readFile(ledger, 'latin1'));
    const sent = [this.source, this.target].flatMap(authorizationsOf);
    const tokens = sent.flatMap((value) => value?.split(' ').slice(1) ?? []);
    for (const secret of [...PLANTED, ...tokens]) expect(written).not.toContain(secret);
    return result;
  }

  mirrored(): Promise<readonly string[]> {
    return listTags(this.#open.url, 'app');
  }
}

type Side = 'source' | 'target' | 'open';

/** Every value that `Authorization` had at `registry`, `undefined` for none, each once. */
export function authorizationsOf({ requests }: EmbeddedRegistry): readonly (string | undefined)[] {
  return [...new Set(requests.map(({ headers }) => headers.authorization))];
}
