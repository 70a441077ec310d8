import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

interface LockedPackage {
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  /** Comes within the archive of another one, whose content is locked. */
  readonly inBundle?: boolean;
}

const ROOT = join(import.meta.dirname, '..');
const lock: { readonly packages: Readonly<Record<string, LockedPackage>> } =
  read('package-lock.json');
const manifest: {
  readonly allowScripts: Readonly<Record<string, boolean>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
} = read('package.json');

/** All but the project itself. */
const installed = Object.entries(lock.packages).filter(([path]) => path !== '');

function read<T>(file: string): T {
  return JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

describe('dependencies', () => {
  it('run nothing when they are installed, but for those that are named', () => {
    const scripted = installed.filter(([, { hasInstallScript }]) => hasInstallScript);
    const names = scripted.map(([path]) => nameOf(path));

    expect(names.toSorted()).toEqual(Object.keys(manifest.allowScripts).toSorted());
  });

  it('that may run something bring the runtime of the tests and nothing else', () => {
    const allowed = Object.entries(manifest.allowScripts).filter(([, isAllowed]) => isAllowed);

    expect(allowed).toEqual([['node', true]]);
    expect(manifest.dependencies).not.toHaveProperty('node');
  });

  it('are locked to their content', () => {
    const fetched = installed.filter(([, { inBundle }]) => !inBundle);

    const loose = fetched.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));

    expect(fetched.length).toBeGreaterThan(100);
    expect(loose.map(([path]) => path)).toEqual([]);
  });

  it('are wanted in one version each', () => {
    const wanted = { ...manifest.dependencies, ...manifest.devDependencies };

    const loose = Object.entries(wanted).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));

    expect(loose).toEqual([]);
  });
});
