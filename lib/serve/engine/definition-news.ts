import type { Definition } from '../../definition/definition.ts';
import type { ServiceEvent } from '../events.ts';
import type { DefinitionState } from '../service.ts';

/** What a service knows of its definition, from what it hears of it. */
export class DefinitionNews {
  #state: DefinitionState;

  constructor(file: string) {
    this.#state = { file, version: null, broken: null };
  }

  get state(): DefinitionState {
    return this.#state;
  }

  inForce(definition: Definition | undefined): void {
    this.#state = { ...this.#state, version: definition?.version ?? null };
  }

  hear(event: ServiceEvent): void {
    if (event.type === 'broken') this.#state = { ...this.#state, broken: event.broken };
    if (event.type === 'recovered') this.#state = { ...this.#state, broken: null };
  }
}
