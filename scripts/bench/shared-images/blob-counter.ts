import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What has passed of blobs, without what stands around them. */
export interface BlobCounts {
  /** Bytes that registries sent. */
  readonly downloadedBytes: number;
  /** Bytes that registries were sent. */
  readonly uploadedBytes: number;
  /** Uploads that came to their end. */
  readonly uploads: number;
}

/** Stands before a registry and counts what blobs cost it. */
export interface BlobCounter {
  /** `127.0.0.1:<port>`, as it stands in a reference. */
  readonly host: string;
  readonly counts: BlobCounts;
  stop(): Promise<void>;
}

type GrowingCounts = { -readonly [Count in keyof BlobCounts]: number };

const UPLOAD = /^\/v2\/.+\/blobs\/uploads\//;
const BLOB = /^\/v2\/.+\/blobs\/sha256:/;

/** Starts one on loopback before `registry`, which leads back to it by the `Host` that it is asked for. */
export async function startBlobCounter(registry: URL): Promise<BlobCounter> {
  const counts: GrowingCounts = { downloadedBytes: 0, uploadedBytes: 0, uploads: 0 };
  const agent = new Agent({ keepAlive: true });
  const server = createServer((asked, answer) => pass({ asked, answer, registry, agent, counts }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    counts,
    stop: async () => {
      agent.destroy();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

interface Exchange {
  readonly asked: IncomingMessage;
  readonly answer: ServerResponse;
  readonly registry: URL;
  readonly agent: Agent;
  readonly counts: GrowingCounts;
}

function pass({ asked, answer, registry, agent, counts }: Exchange): void {
  const { method, url: path = '/', headers } = asked;
  const { hostname: host, port } = registry;
  const onward = request({ host, port, method, path, headers, agent }, (answered) => {
    const { statusCode = 502 } = answered;
    if (method === 'PUT' && UPLOAD.test(path) && statusCode === 201) counts.uploads += 1;
    if (BLOB.test(path)) answered.on('data', add(counts, 'downloadedBytes'));
    answer.writeHead(statusCode, answered.rawHeaders);
    answered.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  if (UPLOAD.test(path)) asked.on('data', add(counts, 'uploadedBytes'));
  asked.pipe(onward);
}

function add(counts: GrowingCounts, count: keyof BlobCounts): (content: Buffer) => void {
  return ({ byteLength }) => {
    counts[count] += byteLength;
  };
}
