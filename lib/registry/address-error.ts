import { SyncerError } from '../errors.ts';
import type { AddressClass } from '../oci/address-class.ts';
import type { Asked } from './errors.ts';
import type { OutOfReach } from './guarded-connector.ts';
import type { Lead } from './reach.ts';
import { shown } from './redact.ts';

/** A registry leads to an address that only its own network, or nobody, may lead to. Nothing was sent there. */
export class AddressRefusedError extends SyncerError {
  override readonly name = 'AddressRefusedError';
  readonly kind = 'policy';
  readonly code = 'ADDRESS_REFUSED';
  readonly retryable = false;
  readonly hint: string;

  constructor(asked: Asked, { by }: Pick<Lead, 'by'>, { address, found }: Refused) {
    super(`${by} leads to ${shown(asked)} at ${address}, ${WORDS[found]}`);
    this.hint =
      found === 'reserved'
        ? `nothing was sent there, and no setting allows it: whoever runs ${by} has to correct the address`
        : `nothing was sent there: if it belongs to ${by}, set registries.${JSON.stringify(by)}.privateAddresses to true`;
  }
}

type Refused = Pick<OutOfReach, 'address' | 'found'>;

const WORDS: Readonly<Record<AddressClass, string>> = {
  public: 'a public address',
  private: 'an address of a private network',
  loopback: 'which is this machine',
  reserved: 'where metadata services are, or nobody',
};
