// The package describes only its whole, of which two small files are needed.

declare module 'hash-wasm/dist/sha256.umd.min.js' {
  const entry: Pick<typeof import('hash-wasm'), 'createSHA256'>;
  export = entry;
}

declare module 'hash-wasm/dist/sha512.umd.min.js' {
  const entry: Pick<typeof import('hash-wasm'), 'createSHA512'>;
  export = entry;
}
