import type { CallOptions } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import { redact } from './redact.ts';
import type { Registry, RegistryRequest } from './registry.ts';
import { nextLocation } from './session-answer.ts';
import type { WireResponse } from './transport.ts';

export interface OpenSessionOptions {
  readonly registry: Registry;
  readonly blob: Descriptor;
  /** `POST …/blobs/uploads/` of the repository that the blob goes to, of which its scopes are used. */
  readonly begun: Pick<RegistryRequest, 'scopes' | 'url'>;
  readonly location: URL;
  /** Gives the place among the writers back. */
  readonly giveBack: () => void;
}

/** An upload session at the registry: where it goes on, and for which blob. */
export class OpenSession {
  readonly registry: Registry;
  readonly blob: Descriptor;
  readonly giveBack: () => void;
  readonly #begun: OpenSessionOptions['begun'];
  #location: URL;

  constructor({ registry, blob, begun, location, giveBack }: OpenSessionOptions) {
    this.registry = registry;
    this.blob = blob;
    this.giveBack = giveBack;
    this.#begun = begun;
    this.#location = location;
  }

  /** Whoever knows it can write to the session. */
  get location(): URL {
    return this.#location;
  }

  /** Every answer may name another location: distribution specification, "Pushing a blob in chunks". */
  moveTo(response: WireResponse): void {
    this.#location = nextLocation(response) ?? this.#location;
  }

  request(method: string, options: CallOptions): Omit<RegistryRequest, 'accept'> {
    const { scopes, url } = this.#begun;
    return { ...options, method, url: this.#location, scopes, shownAs: `${redact(url)}…` };
  }

  /** The query of `Location` is opaque and stays as it is: "Pushing a blob monolithically". */
  commitRequest(options: CallOptions): Omit<RegistryRequest, 'accept'> {
    const url = new URL(this.#location);
    const digest = encodeURIComponent(this.blob.digest);
    url.search += `${url.search === '' ? '?' : '&'}digest=${digest}`;
    return { ...this.request('PUT', options), url };
  }
}
