import type { AddressClass } from '../oci/address-class.ts';

/** How far a request may go: to addresses of this class and of those that are less private. */
export type Reach = AddressClass;

/** Where somebody else leads us. */
export interface Lead {
  /** Host of the registry, as messages name it. */
  readonly by: string;
  readonly reach: Reach;
}

const ORDER: readonly AddressClass[] = ['public', 'private', 'loopback', 'reserved'];

/** Whether whoever may go so far may go to an address of class `found`. */
export function permits(reach: Reach, found: AddressClass): boolean {
  return ORDER.indexOf(found) <= ORDER.indexOf(reach);
}

/** The less private one of both, where both are known. */
export function lesser(one: Reach, other: Reach | undefined): Reach {
  return other !== undefined && permits(one, other) ? other : one;
}

/**
 * How far a host at an address of class `found` may lead: to hosts of its own network, and to this machine
 * where it runs there itself, but never to a metadata service, which nobody has any business with but we.
 */
export function leadsTo(found: AddressClass): Reach {
  return found === 'reserved' ? 'private' : found;
}
