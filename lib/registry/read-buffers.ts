import type { OnReadOpts, Socket } from 'node:net';

/** Each read costs a turn of the event loop, however much it brings: four times as much as Node reads by itself. */
const BUFFER_BYTES = 256 * 1024;

/** Less than that is copied, so that it does not keep a whole buffer. */
const LITTLE_BYTES = 64 * 1024;

/** As many as the downloads of a host have in use. */
const MOST_FREE = 32;

/** What `net.connect()` takes, and a connector passes on. */
export interface SocketOptions {
  readonly onread: OnReadOpts;
  readonly highWaterMark: number;
}

/**
 * Memory that sockets read into, used again when every byte that came into it was sent on. What is not
 * released is left to the garbage collector, which looks for memory outside its heap late.
 */
export class ReadBuffers {
  readonly #free: Uint8Array[] = [];
  /** Bytes that came into a buffer and may still be read there. */
  readonly #unsent = new WeakMap<ArrayBufferLike, number>();

  /** Of a plain connection, so that it reads into these buffers: nodejs.org/api/net.html, `onread` of `socket.connect()`. */
  get socketOptions(): SocketOptions {
    const received = (chunk: Uint8Array) => this.#received(chunk);
    const onread: OnReadOpts = {
      buffer: () => this.#free.pop() ?? Buffer.allocUnsafeSlow(BUFFER_BYTES),
      callback(this: Socket, bytes: number, buffer: Uint8Array): boolean {
        return this.push(received(buffer.subarray(0, bytes)));
      },
    };
    // One read at a time: two that nobody has taken would be copied into one chunk.
    return { onread, highWaterMark: 1 };
  }

  /**
   * Says that `chunk` was written to a socket and the next was asked for. Writers wait until a socket has
   * sent all it has when that is more than its high-water mark, which no chunk of ours stays below.
   */
  sent(chunk: Uint8Array): void {
    const { buffer, byteLength } = chunk;
    const unsent = this.#unsent.get(buffer);
    if (unsent === undefined || byteLength < LITTLE_BYTES) return;
    this.#unsent.set(buffer, unsent - byteLength);
    if (unsent === byteLength) this.#reuse(buffer);
  }

  #received(chunk: Uint8Array): Uint8Array {
    if (chunk.byteLength >= LITTLE_BYTES) {
      this.#unsent.set(chunk.buffer, chunk.byteLength);
      return chunk;
    }
    const copy = Buffer.from(chunk);
    this.#reuse(chunk.buffer);
    return copy;
  }

  #reuse(buffer: ArrayBufferLike): void {
    this.#unsent.delete(buffer);
    if (this.#free.length < MOST_FREE) this.#free.push(new Uint8Array(buffer));
  }
}
