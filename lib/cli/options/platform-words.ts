/** Platforms as the command line names them, each list absent where nothing is named. */
export interface PlatformWords {
  readonly platform?: readonly string[];
  readonly os?: readonly string[];
  readonly arch?: readonly string[];
}

/** What `--os` takes: a system, with a version where Windows images are chosen by that. */
export const SYSTEM = /^[\w*]+(?::[\w*.]+)?$/;

/** What `--arch` takes: `arm`, `arm:v7`, `arm/v7`, or with the system `linux/arm` or `linux/arm/v7`. */
export const ARCHITECTURE = /^[\w*]+(?:[:/][\w*]+|\/[\w*]+[:/][\w*]+)?$/;

/**
 * The platform selectors that `words` mean; `undefined` where they name none, and every platform is meant.
 *
 * Every system goes with every architecture, and `*` stands for what is not named: an architecture
 * without a variant means all its variants, as in Aliyun's image-syncer.
 */
export function selectorsOf({ platform, os, arch }: PlatformWords): readonly string[] | undefined {
  if (platform || !(os || arch)) return platform;
  const systems = os ?? ['*'];
  const selectors = arch
    ? arch.flatMap((word) => selectorsOfArchitecture(word, systems))
    : systems.map((system) => inSystem(system, '*'));
  return [...new Set(selectors)];
}

/** Variants are called so, by which `arm/v7` is told from `linux/arm`. */
const VARIANT = /^v\d/;

function selectorsOfArchitecture(word: string, systems: readonly string[]): readonly string[] {
  const parts = word.replace(':', '/').split('/');
  const [first, second = '*'] = parts;
  const hasSystem = parts.length === 3 || (parts.length === 2 && !VARIANT.test(second));
  if (hasSystem) return [parts.length === 3 ? parts.join('/') : `${parts.join('/')}/*`];
  return systems.map((system) => inSystem(system, `${first}/${second}`));
}

/** The version of a system stands at the end of a selector, not behind the system. */
function inSystem(system: string, rest: string): string {
  const [name, version] = system.split(':', 2);
  return version === undefined ? `${name}/${rest}` : `${name}/${rest}:${version}`;
}
