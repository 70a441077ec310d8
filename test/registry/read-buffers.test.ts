import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReadBuffers } from '../../lib/registry/read-buffers.ts';

const BUFFER_BYTES = 256 * 1024;

let buffers: ReadBuffers;
let server: Server;
let sender: Socket;
let reader: Socket;

beforeEach(async () => {
  buffers = new ReadBuffers();
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const connected = once(server, 'connection');
  reader = connect({ host: '127.0.0.1', port: address.port, ...buffers.socketOptions });
  [sender] = await connected;
});

afterEach(() => {
  for (const socket of [reader, sender]) socket.destroy();
  server.close();
});

/** Sends `bytes` and reads them again, chunk by chunk. */
async function pass(bytes: Buffer, onChunk: (chunk: Buffer) => void): Promise<void> {
  sender.write(bytes);
  for (let left = bytes.byteLength; left > 0; ) {
    const chunk: Buffer | null = reader.read();
    if (chunk) {
      left -= chunk.byteLength;
      onChunk(chunk);
    } else await once(reader, 'readable');
  }
}

/** The memory that a socket reads into next. */
function take(): Uint8Array {
  const { buffer } = buffers.socketOptions.onread;
  return typeof buffer === 'function' ? buffer() : buffer;
}

/** What a socket makes of so many bytes that came into `buffer`. */
function receive(buffer: Uint8Array, bytes: number): Buffer {
  const pushed: Buffer[] = [];
  const socket = { push: (chunk: Buffer) => pushed.push(chunk) > 0 };
  buffers.socketOptions.onread.callback.call(socket, bytes, buffer);
  const [chunk] = pushed;
  if (!chunk) throw new Error('nothing was read');
  return chunk;
}

function counted(bytes: number): Buffer {
  return Buffer.from(Uint8Array.from({ length: bytes }, (_, at) => (at * 7 + (at >> 8)) % 251));
}

describe('ReadBuffers', () => {
  it('reads what was sent, while chunks are given back as they come', async () => {
    const bytes = counted(4 * 1024 * 1024);
    const copies: Buffer[] = [];

    await pass(bytes, (chunk) => {
      copies.push(Buffer.from(chunk));
      buffers.sent(chunk);
    });

    expect(Buffer.concat(copies).equals(bytes)).toBe(true);
  });

  it('leaves alone what nobody has sent', async () => {
    const bytes = counted(4 * 1024 * 1024);
    const chunks: Buffer[] = [];

    await pass(bytes, (chunk) => chunks.push(chunk));

    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
  });

  it('uses memory again when all of it was sent, and not before', () => {
    const buffer = take();
    const chunk = receive(buffer, BUFFER_BYTES);

    buffers.sent(chunk.subarray(0, BUFFER_BYTES / 2));
    expect(take().buffer).not.toBe(buffer.buffer);

    buffers.sent(chunk.subarray(BUFFER_BYTES / 2));
    expect(take().buffer).toBe(buffer.buffer);
    expect(take().buffer).not.toBe(buffer.buffer);
  });

  it('copies a little, so that the whole buffer is free', () => {
    const buffer = take();
    buffer.set(counted(1000));

    const chunk = receive(buffer, 1000);

    expect(take().buffer).toBe(buffer.buffer);
    buffer.fill(0);
    expect(chunk.equals(counted(1000))).toBe(true);
  });

  it('minds no memory of somebody else', () => {
    expect(() => buffers.sent(counted(BUFFER_BYTES))).not.toThrow();
  });
});
