import { isObject } from '../../oci/json.ts';
import { formatReference, isLayout } from '../../oci/reference.ts';
import type { ImageEntry } from '../definition.ts';
import type { Findings } from '../findings.ts';
import { oneOf } from '../spelling.ts';
import type { LocatedDocument, Path } from '../yaml/located-value.ts';
import { type DefinitionTrust, PermittedTargets } from './permitted-targets.ts';

export interface TrustContext {
  readonly document: LocatedDocument;
  readonly findings: Findings;
}

/** What decides whom secrets go to and who is believed; of `registries` only how much is asked at a time is left. */
const BOUND_SETTINGS: ReadonlySet<string> = new Set([
  'credentials',
  'plainHttp',
  'insecure',
  'ca',
  'clientCertificate',
  'clientKey',
  'proxy',
  'privateAddresses',
  'uploads',
]);

/** What a login has in Aliyun's format. */
const LOGIN_SETTINGS: ReadonlySet<string> = new Set(['username', 'password', 'insecure']);

/** Where a file of any format has settings of registries: `registries`, or `auth` in Aliyun's combined file. */
export function refuseBoundSettings(context: TrustContext): void {
  refuseSettings(['registries'], BOUND_SETTINGS, context);
  // A native file has no such key; in a map of images its value would be a target.
  refuseSettings(['auth'], LOGIN_SETTINGS, context);
}

/** The same for a file that is nothing but logins. */
export function refuseLogins(context: TrustContext): void {
  refuseSettings([], LOGIN_SETTINGS, context);
}

/** How much is asked at a time is decided where all workers are, which read no definition. */
export function warnOfConnections({ document, findings }: TrustContext): void {
  const registries = document.find(['registries'])?.value;
  for (const host of Object.keys(isObject(registries) ? registries : {})) {
    const found = document.find(['registries', host, 'maxConnections']);
    if (!found) continue;
    const hint = 'remove it, or set it for the registry in the stack';
    findings.warn(found.keyPlace, 'maxConnections has no effect here', hint);
  }
}

function refuseSettings(
  path: Path,
  bound: ReadonlySet<string>,
  { document, findings }: TrustContext,
): void {
  const registries = document.find(path)?.value;
  for (const [host, settings] of Object.entries(isObject(registries) ? registries : {})) {
    for (const key of Object.keys(isObject(settings) ? settings : {})) {
      if (!bound.has(key)) continue;
      const place = document.find([...path, host, key])?.keyPlace ?? document.placeOf(path);
      const message = `${key} of a registry cannot be set here`;
      findings.refuse(place, message, 'remove it: the stack binds it to the registry');
    }
  }
}

/** Also what templates, defaults and the prefix make; it is refused where the image stands that goes there. */
export function refuseTargets(
  entries: readonly ImageEntry[],
  trust: DefinitionTrust,
  findings: Findings,
): void {
  const permitted = new PermittedTargets(trust);
  const hint = hintFor(permitted);
  for (const { target, place } of entries) {
    if (isLayout(target) || permitted.has(target)) continue;
    findings.refuse(place, `${formatReference(target)} is no permitted target`, hint);
  }
}

/** Those that fit into a sentence. */
const MOST_NAMES = 5;

function hintFor({ names }: PermittedTargets): string {
  if (names.length === 0) return 'the stack permits no targets: declare them there';
  const shown = names.slice(0, MOST_NAMES);
  const all = names.length > shown.length ? [...shown, 'others'] : shown;
  return `name a target below ${oneOf(all)}: which are permitted is declared in the stack`;
}
