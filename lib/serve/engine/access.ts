import type { Clock } from '../../clock.ts';
import { LocalRepositories } from '../../local/local-repositories.ts';
import type { Repositories } from '../../mirror/ports.ts';
import { Registries, type RegistriesOptions } from '../../registry/registries.ts';

/** The registries of one definition, with its credentials; closed when nobody uses them any more. */
export class Access {
  readonly repositories: Repositories;
  readonly #registries: Registries;
  #users = 1;

  /** Its maker is the first user. */
  constructor(options: RegistriesOptions, clock: Clock) {
    this.#registries = new Registries(options);
    this.repositories = new LocalRepositories(this.#registries, clock);
  }

  use(): void {
    this.#users += 1;
  }

  release(): void {
    this.#users -= 1;
    // Nobody waits for it, and what fails to close is gone with the process.
    if (this.#users === 0) this.close().catch(() => {});
  }

  /** Closes every connection, whoever uses it. */
  close(): Promise<void> {
    return this.#registries.close();
  }
}
