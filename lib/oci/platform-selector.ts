import { InvalidPlatformError } from './errors.ts';
import { isRunnable, type Platform } from './platform.ts';
import { normalizeMachine, normalizeOs } from './platform-names.ts';
import { quoted } from './quoted.ts';

/** Chooses platforms: each part is a name, or `*` for any; `osVersion` is absent for any. */
export interface PlatformSelector {
  readonly os: string;
  readonly architecture: string;
  /** Empty for the plain form of an architecture, such as arm64, which is arm64/v8. */
  readonly variant: string;
  readonly osVersion?: string;
}

const ANY = '*';
const NAME = /^(?:\*|[\w.-]+)$/;
const OS_VERSION = /^[\w.+-]+$/;
const HINT =
  'write os/architecture[/variant][:osVersion] such as linux/arm64, linux/arm/v6, linux/* or windows/amd64:10.0.17763';

/**
 * Parses `os/architecture[/variant][:osVersion]`, where `*` stands for any name and
 * `linux/*` for any variant too. Throws {@link InvalidPlatformError}.
 */
export function parsePlatformSelector(text: string): PlatformSelector {
  const colon = text.indexOf(':');
  const names = colon === -1 ? text : text.slice(0, colon);
  const osVersion = colon === -1 ? ANY : checkedVersion(text, text.slice(colon + 1));
  const [os = '', architecture, variant, ...more] = names.split('/');
  if (architecture === undefined) throw invalid(text, 'it has no architecture');
  if (more.length > 0) throw invalid(text, 'it has more than os, architecture and variant');
  for (const name of [os, architecture, variant ?? ANY]) checkName(text, name);
  return {
    os: normalizeOs(os),
    ...normalizeMachine(architecture, variant ?? impliedVariant(architecture)),
    ...(osVersion !== ANY && { osVersion }),
  };
}

/** The shortest spelling that parses to `selector`; arm has its variant always. */
export function formatPlatformSelector(selector: PlatformSelector): string {
  const { os, architecture, variant, osVersion } = selector;
  const isImplied = variant === impliedVariant(architecture);
  const names = isImplied ? [os, architecture] : [os, architecture, variant];
  return names.join('/') + (osVersion === undefined ? '' : `:${osVersion}`);
}

/** One text for all spellings and orders of the same selectors. */
export function canonicalFilter(selectors: readonly PlatformSelector[]): string {
  return [...new Set(selectors.map(formatPlatformSelector))].sort().join(',');
}

/**
 * Whether `selector` chooses `platform`, as containerd compares them: linux/arm is arm/v7
 * and nothing else. A version chooses itself and those that it begins, at a dot.
 * What runs nowhere is chosen by nothing.
 */
export function matchesPlatform(selector: PlatformSelector, platform: Platform): boolean {
  const { architecture, variant } = normalizeMachine(platform.architecture, platform.variant ?? '');
  return (
    isRunnable(platform) &&
    matchesName(selector.os, normalizeOs(platform.os)) &&
    matchesName(selector.architecture, architecture) &&
    matchesName(selector.variant, variant) &&
    matchesVersion(selector.osVersion, platform.osVersion)
  );
}

/** The variant of a selector that names none. */
function impliedVariant(architecture: string): string {
  return architecture === ANY ? ANY : '';
}

function checkName(text: string, name: string): void {
  if (!NAME.test(name)) throw invalid(text, `${quoted(name)} is neither a name nor *`);
}

function checkedVersion(text: string, version: string): string {
  if (version === ANY || OS_VERSION.test(version)) return version;
  throw invalid(text, `${quoted(version)} is no version`);
}

function invalid(text: string, reason: string): InvalidPlatformError {
  return new InvalidPlatformError(text, reason, HINT);
}

function matchesName(selected: string, name: string): boolean {
  return selected === ANY || selected === name;
}

function matchesVersion(selected: string | undefined, version = ''): boolean {
  return selected === undefined || `${version}.`.startsWith(`${selected}.`);
}
