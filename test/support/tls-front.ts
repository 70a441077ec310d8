import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type TlsOptions } from 'node:tls';
import { promisify } from 'node:util';

/** A key, and a certificate that nobody but itself vouches for. */
export interface SelfSigned {
  readonly key: Buffer;
  readonly cert: Buffer;
}

/** Has `openssl` make a certificate for `subject` that is good for a day. */
export async function selfSigned(subject = 'IP:127.0.0.1'): Promise<SelfSigned> {
  const folder = await mkdtemp(join(tmpdir(), 'self-signed-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  try {
    await promisify(execFile)('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-keyout', key, '-out', cert, '-days', '1'],
      ...['-subj', '/CN=127.0.0.1', '-addext', `subjectAltName=${subject}`],
    ]);
    return { key: await readFile(key), cert: await readFile(cert) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

export interface TlsFront {
  /** `127.0.0.1:<port>`, as it stands in a reference. */
  readonly host: string;
  close(): Promise<void>;
}

/** Speaks TLS on loopback for a server at `url` that does not; `tls` may ask for client certificates too. */
export async function startTlsFront(url: URL, tls: SelfSigned & TlsOptions): Promise<TlsFront> {
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket);
    // A peer that leaves in the middle is what some tests are about.
    socket.on('error', () => {}).once('close', () => sockets.delete(socket));
    return socket;
  };

  const server = createServer({ ...tls, noDelay: true }, (socket) => {
    const behind = track(connect({ port: Number(url.port), host: url.hostname, noDelay: true }));
    track(socket).pipe(behind).pipe(socket);
    socket.once('close', () => behind.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    host: `127.0.0.1:${port}`,
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
