import { BlockList, isIP, isIPv6 } from 'node:net';
import { isLoopback } from './loopback.ts';

/** The proxies of an environment, by the scheme of what is asked for; user and password in a URL are secrets. */
export interface Proxies {
  readonly http?: URL;
  readonly https?: URL;
  /**
   * Hosts to be reached directly, parted by commas: `example.com` with everything below it, `.example.com`
   * only what is below, addresses, networks such as `10.0.0.0/8`, each perhaps with a port; `*` for all.
   */
  readonly noProxy?: string;
}

/** The proxy for `url`, `undefined` to go there directly, as to this machine always: golang.org/x/net/http/httpproxy. */
export function proxyFor(url: URL, { http, https, noProxy = '' }: Proxies): URL | undefined {
  const proxy = url.protocol === 'https:' ? https : http;
  if (!proxy || isLoopback(url.hostname)) return undefined;
  const isExcepted = noProxy.split(/[\s,]+/).some((entry) => entry !== '' && covers(entry, url));
  return isExcepted ? undefined : proxy;
}

function covers(entry: string, url: URL): boolean {
  if (entry === '*') return true;
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  if (entry.includes('/')) return isWithin(hostname, entry);

  const { host, port } = split(entry.toLowerCase());
  if (port !== undefined && port !== (url.port || DEFAULT_PORTS.get(url.protocol))) return false;
  const suffix = host.replace(/^\*?\./, '.');
  if (suffix.startsWith('.')) return hostname.endsWith(suffix);
  return hostname === host || (isIP(hostname) === 0 && hostname.endsWith(`.${host}`));
}

const DEFAULT_PORTS: ReadonlyMap<string, string> = new Map([
  ['http:', '80'],
  ['https:', '443'],
]);

/** An IPv6 address has colons of its own and stands in brackets before a port. */
function split(entry: string): { readonly host: string; readonly port?: string } {
  const [, bracketed, name, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(entry) ?? [];
  const host = bracketed ?? name ?? entry;
  return { host, ...(port !== undefined && { port }) };
}

function isWithin(hostname: string, network: string): boolean {
  const [address = '', bits] = network.split('/');
  if (isIP(hostname) === 0 || isIP(address) === 0 || !/^\d{1,3}$/.test(bits ?? '')) return false;
  if (Number(bits) > (isIPv6(address) ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(address, Number(bits), isIPv6(address) ? 'ipv6' : 'ipv4');
  return list.check(hostname, isIPv6(hostname) ? 'ipv6' : 'ipv4');
}
