import { once } from 'node:events';
import { createServer } from 'node:net';

/** Somebody else took a port between its choice and its use. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
}

/** A port on loopback that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was assigned');
  return address.port;
}

const ATTEMPTS = 5;

/** Calls `use` with a free port, and with another one when it throws {@link PortTakenError}. */
export async function withFreePort<Result>(
  use: (port: number) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await use(await freePort());
    } catch (error) {
      if (!(error instanceof PortTakenError) || attempt === ATTEMPTS) throw error;
    }
  }
}
