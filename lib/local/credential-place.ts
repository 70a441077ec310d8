import type { Credentials } from '../registry/credentials.ts';

/** Somewhere credentials may be kept. */
export interface CredentialPlace {
  /** What they are for: `host`, or `host/path` and everything below it. */
  readonly scope: string;
  /** How a reader knows it, such as `docker config ~/.docker/config.json`; places of one name and scope are the same. */
  readonly words: string;
  /** The credentials, `undefined` where there are none after all. Throws `CredentialsError`. */
  read(): Promise<Credentials | undefined>;
}
