/** The stack was asked for something that cannot be deployed; the message says what to write instead. */
export class PropsError extends Error {
  override readonly name = 'PropsError';
}
