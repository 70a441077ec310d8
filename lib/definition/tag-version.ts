import { parse, type SemVer } from 'semver';

const IDENTIFIERS = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const VERSION = new RegExp(
  `^[vV]?(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?(-${IDENTIFIERS})?(?:_(${IDENTIFIERS}))?$`,
);

/**
 * The version that a tag names, such as `v3.5.0`, `1.36`, `24.04-rc.1` or `1.2.3_build`;
 * `undefined` where it names none.
 *
 * Missing parts are 0 and leading zeros do not count. What follows a dash makes a pre-release,
 * `-alpine` as much as `-rc.1`. What follows an underscore is build metadata: a tag has no `+`,
 * and Helm writes `_` for it.
 */
export function versionOf(tag: string): SemVer | undefined {
  const match = VERSION.exec(tag);
  if (!match) return undefined;
  const [, major, minor = '0', patch = '0', prerelease = '', build] = match;
  const core = [major, minor, patch].map(Number).join('.');
  const metadata = build === undefined ? '' : `+${build}`;
  // The strict grammar refuses leading zeros in pre-releases.
  return parse(`${core}${prerelease}${metadata}`, { loose: true }) ?? undefined;
}
