import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { Definition } from '../../lib/definition/definition.ts';
import { parseDefinition } from '../../lib/definition/parse.ts';
import {
  type SettingSources,
  type SettledRegistries,
  settleRegistries,
} from '../../lib/local/registry-settings.ts';

/** Two images of different registries and one registry for both. */
export const IMAGES = [
  { source: 'quay.io/coreos/etcd:1', target: 'mirror.example/etcd' },
  { source: 'busybox:1', target: 'mirror.example/busybox' },
];

/** An entry of docker's config.json, and what it means. */
export const LOGIN = { auth: btoa("ada:docker's") };
export const BY_DOCKER = { kind: 'basic', username: 'ada', password: "docker's" } as const;

/** Settles definitions with a docker config in a folder of its own, which is empty at first. */
export class Settling {
  readonly folder: string;
  readonly dockerConfigFile: string;

  constructor(folder: string) {
    this.folder = folder;
    this.dockerConfigFile = join(folder, 'config.json');
  }

  /** Writes what tools that log in write. */
  async logIn(auths: object, file = this.dockerConfigFile): Promise<void> {
    await writeFile(file, JSON.stringify({ auths }));
  }

  settle(content: object, given: Partial<SettingSources> = {}): Promise<SettledRegistries> {
    return this.settleDefinition(parse(content), given);
  }

  settleDefinition(
    definition: Definition,
    given: Partial<SettingSources> = {},
  ): Promise<SettledRegistries> {
    return settleRegistries(definition, {
      authFiles: [{ file: this.dockerConfigFile, rule: 'docker' }],
      certificateFolders: [],
      ...given,
    });
  }
}

/** Reads a definition that has no mistake. */
export function parse(content: object): Definition {
  return parseDefinition(JSON.stringify(content), { file: 'images.yaml', environment: {} });
}

/** Gives each test a folder of its own, by the function that is returned. */
export function useSettling(): () => Settling {
  let settling: Settling;

  beforeEach(async () => {
    settling = new Settling(await mkdtemp(join(tmpdir(), 'settings-')));
  });

  afterEach(() => rm(settling.folder, { recursive: true }));

  return () => settling;
}
