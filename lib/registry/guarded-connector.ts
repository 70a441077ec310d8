import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import type { AddressClass } from '../oci/address-class.ts';
import { permits, type Reach } from './reach.ts';
import type { SocketOptions } from './read-buffers.ts';

/** How the addresses of hosts are found and judged. */
export interface AddressRules {
  readonly lookup: LookupFunction;
  /** The class of an address, without brackets. */
  readonly classOf: (address: string) => AddressClass;
}

export interface GuardedConnectorOptions extends AddressRules {
  readonly socket: buildConnector.BuildOptions | SocketOptions;
  readonly reach: Reach;
  /** Told of the address of every connection that stands, TLS included. */
  readonly reached: (found: AddressClass) => void;
}

/** A host has no address that a request may go to. */
export class OutOfReach extends Error {
  override readonly name = 'OutOfReach';
  readonly address: string;
  readonly found: AddressClass;

  constructor(address: string, found: AddressClass) {
    super(`${address} is out of reach`);
    this.address = address;
    this.found = found;
  }
}

/**
 * Makes connections to addresses within `reach` alone. The addresses that were judged are those that are
 * connected to: a name that stands for others a moment later gains nothing by it.
 */
export function guardedConnector(options: GuardedConnectorOptions): buildConnector.connector {
  const { socket, classOf, reach, reached } = options;
  const build = { ...socket, lookup: guardedLookup(options) };
  const connect = buildConnector(build);
  return (target, callback) => {
    const { hostname } = target;
    // No name, so that nobody looks it up.
    const literal = isIP(hostname) === 0 ? undefined : classOf(hostname);
    if (literal !== undefined && !permits(reach, literal)) {
      callback(new OutOfReach(hostname, literal), null);
      return;
    }
    connect(target, (...ending) => {
      const address = ending[1]?.remoteAddress;
      if (address !== undefined) reached(classOf(address));
      callback(...ending);
    });
  };
}

function guardedLookup({ lookup, classOf, reach }: GuardedConnectorOptions): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error || !Array.isArray(found)) return callback(error, found);
      const permitted = found.filter(({ address }) => permits(reach, classOf(address)));
      const [first] = permitted;
      const [refused] = found;
      if (!first && refused) {
        return callback(new OutOfReach(refused.address, classOf(refused.address)), []);
      }
      return options.all || !first
        ? callback(null, permitted)
        : callback(null, first.address, first.family);
    });
  };
}
