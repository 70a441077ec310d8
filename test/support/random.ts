/** Random numbers that follow from a seed: the same on every machine and in every run. */
export class SeededRandom {
  #state: number;

  /** A text is a seed too, so that related content can be told apart by name. */
  constructor(seed: number | string) {
    this.#state = typeof seed === 'number' ? seed >>> 0 : hash(seed);
  }

  /** A whole number from 0 to `below` - 1. */
  integer(below: number): number {
    return Math.floor((this.#next() / 2 ** 32) * below);
  }

  bytes(length: number): Uint8Array {
    const bytes = Buffer.alloc(length);
    for (let position = 0; position < length; position++) bytes[position] = this.#next() >>> 24;
    return bytes;
  }

  /** Splitmix32: any seed does, neighbouring seeds have nothing in common. */
  #next(): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  }
}

/**
 * A seed of this run's own, or that of `IMAGE_SYNCER_TEST_SEED` to see a failure
 * again. Whoever takes one puts it into the name of the suite.
 */
export function freshSeed(): number {
  const given = process.env['IMAGE_SYNCER_TEST_SEED'];
  return given === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(given) >>> 0;
}

/** FNV-1a in 32 bits. */
function hash(text: string): number {
  let hashed = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hashed = Math.imul(hashed ^ byte, 0x01000193);
  return hashed >>> 0;
}
