import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * RFC 6890 and its registries: private, shared, loopback, link-local with its metadata services, "this network",
 * protocol assignments, which hold a metadata service too, benchmarks, multicast, reserved. Of IPv6 also what
 * stands for an address of IPv4: compatible, by NAT64 (RFC 6052) or 6to4 (RFC 3056).
 */
const PRIVATE_NETWORKS: readonly (readonly [address: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

const networks = new BlockList();
for (const [address, bits] of PRIVATE_NETWORKS) {
  networks.addSubnet(address, bits, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/**
 * Whether `host[:port]` is this machine or an address that means something else in every network. What a
 * name stands for is for DNS to say, and for certificates to prove.
 */
export function isPrivateHost(host: string): boolean {
  const hostname = new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '');
  if (/(?:^|\.)localhost$/.test(hostname)) return true;
  if (isIP(hostname) === 0) return false;
  return networks.check(hostname, isIPv6(hostname) ? 'ipv6' : 'ipv4');
}
