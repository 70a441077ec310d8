import { InvalidArgumentError } from 'commander';

/** Where a service listens. */
export interface ListenAddress {
  /** A name or an address; one of IPv6 without brackets. */
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

const ADDRESS = /^(?:(?:\[([0-9A-Fa-f:.]+)\]|([0-9A-Za-z.-]*)):)?(\d{1,5})$/;

/** Reads `8080`, `:8080`, `0.0.0.0:8080`, `[::1]:8080` or `localhost:8080`; without an address, loopback. */
export function parseListenAddress(text: string): ListenAddress {
  const [, bracketed, name, digits] = ADDRESS.exec(text) ?? [];
  const port = Number(digits);
  if (port <= 65_535) return { host: bracketed ?? (name || '127.0.0.1'), port };
  throw new InvalidArgumentError(
    'Write ADDRESS:PORT, such as 127.0.0.1:8080 or [::1]:8080, or the port alone.',
  );
}
