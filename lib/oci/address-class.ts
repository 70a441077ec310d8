import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * Whom an address stands for: anybody's host; one of a private network, or of none; this machine; what
 * the machine is told by its own network alone, such as a cloud's metadata service, or by nobody.
 */
export type AddressClass = 'public' | 'private' | 'loopback' | 'reserved';

type Network = readonly [address: string, bits: number];

/** 0.0.0.0 and :: reach whatever listens on this machine. */
const LOOPBACK: readonly Network[] = [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['::', 127],
];

/** Link-local, multicast, reserved (RFC 6890), and metadata services of clouds at addresses that look like others. */
const RESERVED: readonly Network[] = [
  ['169.254.0.0', 16],
  // Oracle's, Alibaba's and Azure's.
  ['192.0.0.192', 32],
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
  ['224.0.0.0', 3],
  // Amazon's and Google's.
  ['fd00:ec2::', 32],
  ['fd20:ce::', 32],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

/**
 * RFC 6890 and its registries: private, shared, protocol assignments, benchmarks. Of IPv6 also what stands for
 * addresses of IPv4 that few hosts have any more: compatible ones, local NAT64 (RFC 8215), Teredo, 6to4 (RFC 3056).
 */
const PRIVATE: readonly Network[] = [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 23],
  ['2002::', 16],
  ['fc00::', 7],
];

/** In order: the first that has an address says what it is. Addresses of IPv4 within IPv6 count as what they map to. */
const CLASSES: readonly (readonly [AddressClass, BlockList])[] = [
  ['reserved', listOf(RESERVED)],
  ['loopback', listOf(LOOPBACK)],
  ['private', listOf(PRIVATE)],
];

/** RFC 6052: networks without IPv4 reach every host of it so, the public ones too. */
const NAT64 = listOf([['64:ff9b::', 96]]);

/** The class of an address of IPv4 or IPv6, which stands without brackets. */
export function classOfAddress(address: string): AddressClass {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  if (family === 'ipv6' && NAT64.check(address, family)) return classOfAddress(embedded(address));
  return CLASSES.find(([, list]) => list.check(address, family))?.[0] ?? 'public';
}

/** The class of `host[:port]` as far as it shows: what a name stands for is for DNS to say. */
export function classOfHost(host: string): AddressClass {
  const hostname = new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '');
  if (/(?:^|\.)localhost\.?$/.test(hostname)) return 'loopback';
  return isIP(hostname) === 0 ? 'public' : classOfAddress(hostname);
}

function listOf(networks: readonly Network[]): BlockList {
  const list = new BlockList();
  for (const [address, bits] of networks) {
    list.addSubnet(address, bits, isIPv6(address) ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** The address of IPv4 in the last 32 bits, in whichever spelling; a URL has but one. */
function embedded(address: string): string {
  const { hostname } = new URL(`http://[${address.replace(/%.*$/, '')}]`);
  const groups = hostname.slice(1, -1).split('::').at(-1)?.split(':') ?? [];
  const [high = 0, low = 0] = ['0', '0', ...groups]
    .slice(-2)
    .map((group) => Number.parseInt(group || '0', 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
