import type { AwsServices } from './aws-services.ts';
import type { CloudClock } from './cloud-clock.ts';
import type { CloudFunction } from './cloud-function.ts';
import type { Delivery } from './delivery.ts';
import { ofType } from './deployment.ts';
import type { Gateway } from './gateway.ts';
import type { FunctionOutcome } from './lambda-environment.ts';
import type { Permissions } from './permissions.ts';
import type { Queues } from './queues.ts';
import type { Registries } from './registries.ts';
import type { ResolvedResource } from './resolve-template.ts';
import { type SettleOptions, Settler } from './settle.ts';

export interface CloudParts {
  readonly resources: readonly ResolvedResource[];
  readonly clock: CloudClock;
  readonly services: AwsServices;
  readonly permissions: Permissions;
  readonly gateway: Gateway;
  readonly registries: Registries;
  readonly queues: Queues;
  /** By the file of the handler, such as `plan`. */
  readonly functions: ReadonlyMap<string, CloudFunction>;
  readonly delivery: Delivery;
}

/** A synthesised stack that runs on emulators; see `start-cloud.ts`. */
export class Cloud {
  readonly parts: CloudParts;
  readonly #settler: Settler;

  constructor(parts: CloudParts) {
    this.parts = parts;
    this.#settler = new Settler(parts);
  }

  /** The only resource of a type that has `part` in its logical id. */
  find(type: string, part = ''): ResolvedResource {
    const found = ofType(this.parts.resources, type).filter(({ logicalId }) =>
      logicalId.includes(part),
    );
    const [resource, ...others] = found;
    if (resource && others.length === 0) return resource;
    throw new Error(`${found.length} resources of ${type} have ${part} in their names`);
  }

  /** The function whose handler is in `file`, such as `plan`. */
  function(file: string): CloudFunction {
    const found = this.parts.functions.get(file);
    if (!found) throw new Error(`no function has a handler in ${file}`);
    return found;
  }

  /** Invokes a function and waits for its answer, as an operator does; whatever it started is not waited for. */
  invoke(file: string, event: unknown): Promise<FunctionOutcome> {
    return this.function(file).invoke(event);
  }

  /** Delivers until nothing is left to deliver. */
  settle(options?: SettleOptions): Promise<void> {
    return this.#settler.settle(options);
  }

  /** Resolves when no function works any more. */
  idle(): Promise<void> {
    return this.#settler.idle();
  }

  /** Ends all processes, then the servers that they might call; the services stay. */
  async close(): Promise<void> {
    const { functions, gateway, registries } = this.parts;
    for (const one of functions.values()) await one.close();
    await this.#settler.idle();
    await gateway.close();
    await registries.close();
  }
}
