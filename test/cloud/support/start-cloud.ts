import type { AwsServices } from './aws-services.ts';
import { Cloud } from './cloud.ts';
import { createFunctions } from './create-functions.ts';
import { Delivery } from './delivery.ts';
import { createResources } from './deployment.ts';
import { admitForeignRoles } from './foreign-roles.ts';
import { openGateway } from './open-gateway.ts';
import { Permissions } from './permissions.ts';
import type { Place } from './physical-names.ts';
import { Queues } from './queues.ts';
import { Registries } from './registries.ts';
import { resolveTemplate } from './resolve-template.ts';
import { rolesOf } from './roles.ts';
import type { Template } from './template.ts';

export interface CloudOptions {
  readonly template: Template;
  /** Folder of the functions' code. */
  readonly handlers: string;
  /** Registries that exist, as references spell their hosts. */
  readonly hosts: readonly string[];
  /** Stacks of other accounts, for their roles. */
  readonly others?: readonly ForeignStack[];
  /** Begins the names of its resources: clouds on the same services need different ones. */
  readonly stackName: string;
}

/** A stack that is deployed elsewhere. */
export interface ForeignStack {
  readonly template: Template;
  readonly place: Place;
}

/** Deploys a template on `services`; the caller closes the cloud, and the services after it. */
export async function startCloud(
  services: AwsServices,
  { template, handlers, hosts, stackName, others = [] }: CloudOptions,
): Promise<Cloud> {
  const { clock, ecr } = services;
  const permissions = new Permissions();
  const { gateway, tokenRoles } = await openGateway(services, permissions);
  const registries = await Registries.start(hosts, { ecr, permissions, tokenRoles });

  const resources = resolveTemplate(template, { stackName, endpoint: gateway.url });
  for (const role of rolesOf(resources)) permissions.add(role);
  for (const { template: other, place } of others) {
    const foreign = resolveTemplate(other, { stackName, endpoint: gateway.url, place });
    admitForeignRoles(foreign, services.sts, permissions);
  }
  await createResources(resources, services);
  const { variables } = registries;
  const surroundings = { gateway, clock, permissions, variables, handlers };
  const functions = createFunctions(resources, surroundings);

  const queues = new Queues(services.fauxqs.endpoint);
  const now = () => clock.now();
  const among = { resources, functions: [...functions.values()], queues, permissions, now };
  const delivery = new Delivery(among);
  gateway.serve('events', delivery.bus.serve);
  gateway.serve('lambda', delivery.serve);
  const parts = { resources, clock, services, permissions, gateway, registries, queues };
  return new Cloud({ ...parts, functions, delivery });
}
