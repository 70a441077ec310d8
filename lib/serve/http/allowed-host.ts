import { isIP } from 'node:net';

/** Names of this service besides those that every machine has for itself. */
export interface HostNames {
  /** The address or name that `--listen` has. */
  readonly listen: string;
  /** What `--allow-host` adds. */
  readonly allowed: readonly string[];
  /** What the machine calls itself. */
  readonly machine: string;
}

/** What may not stand in the authority of a request; the URL parser would read it as something else. */
const NOT_OF_A_HOST = /[/\\?#@\s]/;

/**
 * Whether a request may be for `host`, the value of its `Host` field.
 *
 * A page of somebody else's can have its own name lead to this machine after it was loaded, and then read what is
 * served here as if it were its own. The name stays that of the page, which gives it away:
 * https://github.com/nccgroup/singularity/wiki/Preventing-DNS-Rebinding-Attacks
 *
 * `localhost` and names below it lead to loopback by RFC 6761, section 6.3, whoever is asked. An address cannot be led
 * elsewhere at all; on loopback only its own are expected, elsewhere this machine may have many.
 */
export function isAllowedHost(
  host: string | undefined,
  localAddress: string | undefined,
  { listen, allowed, machine }: HostNames,
): boolean {
  const name = hostNameOf(host);
  if (name === undefined) return false;
  if (name === 'localhost' || name.endsWith('.localhost') || isLoopback(name)) return true;
  if ([listen, ...allowed].some((own) => hostNameOf(inUrl(own)) === name)) return true;
  // A socket that is not known to be open to others is taken for one that is not.
  if (localAddress === undefined || isLoopback(localAddress)) return false;
  return isIP(name) !== 0 || name === machine.toLowerCase();
}

/** An address of IPv6 stands in brackets in URLs and `Host` fields. */
export function inUrl(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}

/** Without the port, brackets and the dot of a full name; addresses in their one form. */
function hostNameOf(host: string | undefined): string | undefined {
  if (host === undefined || host === '' || NOT_OF_A_HOST.test(host)) return undefined;
  const url = URL.parse(`http://${host}`);
  return url?.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

function isLoopback(address: string): boolean {
  const v4 = address.replace(/^::ffff:(?=\d+\.)/, '');
  return address === '::1' || (isIP(v4) === 4 && v4.startsWith('127.'));
}
