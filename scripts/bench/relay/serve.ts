import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Flow } from './flow.ts';
import { Link } from './link.ts';
import { RequestCounter } from './request-counter.ts';

/** A way to a registry, as long and as wide as it is far. */
export interface RelayOptions {
  /** The registry, which has to be on this machine for the times to be right. */
  readonly target: URL;
  /** Half of it in each direction; a connection costs it once more before anything is sent on it. */
  readonly roundTripMs: number;
  /** Of each connection, in each direction. Default: as fast as it comes. */
  readonly bytesPerSecond?: number | undefined;
}

/** What has passed since the relay was started. */
export interface RelayCounts {
  readonly connections: number;
  readonly requests: number;
  /** Towards the registry. */
  readonly sentBytes: number;
  /** From the registry. */
  readonly receivedBytes: number;
}

/** Serves a relay on a free port of loopback, and counts into `counts`. */
export async function serveRelay(
  options: RelayOptions,
  counts: { -readonly [Count in keyof RelayCounts]: number },
): Promise<Server> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    counts.connections += 1;
    const requests = new RequestCounter();
    relay(client, options, {
      onSent: (content) => {
        const before = requests.requests;
        requests.add(content);
        counts.requests += requests.requests - before;
        counts.sentBytes += content.byteLength;
      },
      onReceived: (content) => {
        counts.receivedBytes += content.byteLength;
      },
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Twice what a link of the rate holds, and where there is no rate as much as a large window. */
function mostBytesOf({ bytesPerSecond, roundTripMs }: RelayOptions): number {
  if (bytesPerSecond === undefined) return 4 * 1024 ** 2;
  return Math.max(64 * 1024, (2 * bytesPerSecond * roundTripMs) / 1000);
}

interface Observers {
  readonly onSent: (content: Buffer) => void;
  readonly onReceived: (content: Buffer) => void;
}

function relay(client: Socket, options: RelayOptions, { onSent, onReceived }: Observers): void {
  const { target, roundTripMs, bytesPerSecond } = options;
  const registry = connect({
    host: target.hostname,
    port: Number(target.port),
    allowHalfOpen: true,
    noDelay: true,
  });
  const openAtMs = performance.now() + roundTripMs;
  const mostBytes = mostBytesOf(options);
  const link = () => new Link({ delayMs: roundTripMs / 2, bytesPerSecond, openAtMs });
  new Flow({ from: client, to: registry, link: link(), mostBytes, onBytes: onSent });
  new Flow({ from: registry, to: client, link: link(), mostBytes, onBytes: onReceived });
}
