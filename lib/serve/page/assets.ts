import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { extname, join } from 'node:path';

/** Beside the sources as beside the bundle, where the scripts are one file and JavaScript already. */
const FOLDER = join(import.meta.dirname, 'browser');

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ts': 'text/javascript; charset=utf-8',
};

export interface Asset {
  readonly type: string;
  readonly text: string;
}

/** What pages have browsers load. */
export interface Assets {
  /** A digest over all of them: modules that import each other must be of one kind. */
  readonly version: string;
  /** The module that browsers begin with. */
  readonly script: string;
  find(name: string): Asset | undefined;
}

/** Reads them all, types stripped from TypeScript. */
export function loadAssets(): Assets {
  const assets = new Map(readdirSync(FOLDER).toSorted().flatMap(readAsset));
  const hash = createHash('sha256').update(JSON.stringify([...assets]));
  return {
    version: hash.digest('hex').slice(0, 16),
    script: assets.has('live.js') ? 'live.js' : 'live.ts',
    find: (name) => assets.get(name),
  };
}

/** Where an asset is, for as long as it is what it is. */
export function assetPath({ version }: Assets, name: string): string {
  return `/assets/${version}/${name}`;
}

function readAsset(name: string): readonly [string, Asset][] {
  const extension = extname(name);
  const type = TYPES[extension];
  if (type === undefined) return [];
  const text = readFileSync(join(FOLDER, name), 'utf8');
  return [[name, { type, text: extension === '.ts' ? stripTypeScriptTypes(text) : text }]];
}
