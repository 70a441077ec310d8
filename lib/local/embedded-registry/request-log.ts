import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { FaultEffect } from './fault.ts';
import { splitTarget } from './registry-request.ts';

/** What is known about a request; it grows while the request is dealt with. */
export interface LoggedRequest {
  readonly method: string;
  /** As it was sent, neither decoded nor normalised. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Set when the head of the answer is sent. */
  readonly status: number | undefined;
  /** Bytes of the request's body that the registry worked on. */
  readonly bytesReceived: number;
  /** Bytes of the answer's body that were handed to the connection. */
  readonly bytesSent: number;
  /** Whether the connection ended before the answer was complete, whoever ended it. */
  readonly aborted: boolean;
  /** Whether nothing more comes of it: the answer is complete, or its connection has ended. */
  readonly ended: boolean;
  /** What happened to it by a fault. */
  readonly fault: FaultEffect | undefined;
}

/** The log's own view of an entry. */
export type GrowingEntry = { -readonly [Field in keyof LoggedRequest]: LoggedRequest[Field] };

/** A registry that runs for days must not run out of memory. */
const MOST_ENTRIES = 100_000;

/** The latest requests in order of arrival. */
export class RequestLog {
  readonly entries: LoggedRequest[] = [];

  add({ method = '', url = '', headers }: IncomingMessage): GrowingEntry {
    const entry: GrowingEntry = {
      method,
      ...splitTarget(url),
      headers,
      status: undefined,
      bytesReceived: 0,
      bytesSent: 0,
      aborted: false,
      ended: false,
      fault: undefined,
    };
    this.entries.push(entry);
    if (this.entries.length > MOST_ENTRIES) this.entries.shift();
    return entry;
  }

  clear(): void {
    this.entries.length = 0;
  }
}
