import {
  formatPlatformSelector,
  type PlatformSelector,
  parsePlatformSelector,
} from '../../oci/platform-selector.ts';
import type { ImageSettings } from '../definition.ts';
import type { Place } from '../errors.ts';
import type { Findings } from '../findings.ts';
import type { Written } from '../references.ts';

/** The selectors in canonical form, each once, without those about which something is recorded. */
export function readPlatforms(
  selectors: readonly Written[],
  findings: Findings,
): readonly string[] {
  const formatted = selectors.flatMap(({ text, place }) => {
    const selector = findings.attempt(place, () => parsePlatformSelector(text));
    return selector ? [formatPlatformSelector(selector)] : [];
  });
  return [...new Set(formatted)];
}

/** Records, at `place`, the required platforms that no image can have once the others are removed. */
export function refuseUnmet(
  { platforms, requirePlatforms = [] }: Partial<ImageSettings>,
  place: Place,
  findings: Findings,
): void {
  const kept = platforms?.map(parsePlatformSelector);
  // Empty are only lists of which every item is refused already.
  if (!kept || kept.length === 0) return;
  for (const required of requirePlatforms) {
    const selector = parsePlatformSelector(required);
    if (kept.some((other) => haveCommon(selector, other))) continue;
    const message = `requirePlatforms asks for ${required}, which platforms removes`;
    findings.refuse(place, message, `add ${required} to platforms, or remove it from the other`);
  }
}

/** Whether there can be a platform that both choose. */
function haveCommon(one: PlatformSelector, other: PlatformSelector): boolean {
  return (
    agree(one.os, other.os) &&
    agree(one.architecture, other.architecture) &&
    agree(one.variant, other.variant) &&
    (begins(one.osVersion, other.osVersion) || begins(other.osVersion, one.osVersion))
  );
}

function agree(one: string, other: string): boolean {
  return one === '*' || other === '*' || one === other;
}

/** As a selector's version chooses: at a dot, any where it is absent. */
function begins(beginning: string | undefined, version: string | undefined): boolean {
  return beginning === undefined || `${version ?? ''}.`.startsWith(`${beginning}.`);
}
