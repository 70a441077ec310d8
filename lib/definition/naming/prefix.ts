import { quoted } from '../../oci/quoted.ts';
import { isHost } from '../../oci/registry-host.ts';
import type { Findings } from '../findings.ts';
import { readReference, refuseUrl, type Written } from '../references.ts';

/** What comes before targets that name no registry: `refused` is a mistake already recorded. */
export type Prefix =
  | { readonly kind: 'given'; readonly text: string; readonly registry: string }
  | { readonly kind: 'missing' | 'refused' };

/** Where a prefix from the command line stands, in place of a file. */
export const PREFIX_OPTION = '--target-repo-prefix';

/** Judges the prefix once, so that a wrong one is not reported again for each image. */
export function readPrefix(written: Written | 'refused' | undefined, findings: Findings): Prefix {
  if (written === undefined) return { kind: 'missing' };
  if (written === 'refused') return { kind: 'refused' };
  const { text, place } = written;
  const name = place.file === PREFIX_OPTION ? PREFIX_OPTION : 'targetRepoPrefix';
  if (refuseUrl(written, name, findings) || refuseHostAlone(written, name, findings)) {
    return { kind: 'refused' };
  }
  // Wrong before one name is wrong before all; with two parts it cannot pass for a tag.
  const example = readReference({ text: `${text}library/busybox`, place }, name, findings);
  if (example === undefined) return { kind: 'refused' };
  if (!text.endsWith('/')) warnOfJoin(written, name, findings);
  return { kind: 'given', text, registry: example.registry };
}

/** Without its slash, a host would grow into another one together with the name that follows. */
function refuseHostAlone({ text, place }: Written, name: string, findings: Findings): boolean {
  if (text.includes('/') || !isHost(text)) return false;
  findings.refuse(place, `${name} ${quoted(text)} is a host without a slash`, `write ${text}/`);
  return true;
}

function warnOfJoin({ text, place }: Written, name: string, findings: Findings): void {
  findings.warn(
    place,
    `${name} ${quoted(text)} does not end in a slash: busybox becomes ${text}busybox`,
    `write ${text}/ if busybox shall be a part of its own`,
  );
}
