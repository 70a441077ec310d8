import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { FaultEffect } from './fault.ts';
import { firstBytes } from './faulty-answer.ts';
import { Refusal } from './refusal.ts';

/** The body of a request as the handlers read it; one that they leave off does not end the connection. */
export async function* faultyBody(
  incoming: IncomingMessage,
  effect: FaultEffect | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const all: AsyncIterable<Uint8Array> = incoming.iterator({ destroyOnReturn: false });
  switch (effect?.kind) {
    case 'cutUpload':
      yield* firstBytes(all, effect.afterBytes);
      incoming.socket.destroy();
      throw new Error('a fault has cut the upload');
    case 'stallUpload':
      yield* firstBytes(all, effect.afterBytes);
      await silence(incoming);
      throw new Error('a fault has stalled the upload');
    case 'refuseUpload':
      yield* firstBytes(all, effect.afterBytes);
      throw new Refusal('SIZE_INVALID', 'a fault refuses the rest of the upload', {
        status: effect.status,
        headers: { Connection: 'close' },
      });
    default:
      yield* all;
  }
}

/** Lasts until the client gives up, of which Node hears only where it has read all that was sent, at most 64 KiB. */
async function silence({ socket }: IncomingMessage): Promise<void> {
  if (!socket.destroyed) await once(socket, 'close');
}
