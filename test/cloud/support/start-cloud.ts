import { startAwsServices } from './aws-services.ts';
import { Cloud } from './cloud.ts';
import { CloudClock } from './cloud-clock.ts';
import { createFunctions } from './create-functions.ts';
import { Delivery } from './delivery.ts';
import { createResources } from './deployment.ts';
import { openGateway } from './open-gateway.ts';
import { Permissions } from './permissions.ts';
import { Queues } from './queues.ts';
import { Registries } from './registries.ts';
import { resolveTemplate } from './resolve-template.ts';
import { rolesOf } from './roles.ts';
import type { Template } from './template.ts';

export interface CloudOptions {
  readonly template: Template;
  /** Folder in which `cdk synth` put the bundles. */
  readonly assets: string;
  /** Registries that exist, as references spell their hosts. */
  readonly hosts: readonly string[];
  /** How many of the cloud's seconds pass in one of the machine's. */
  readonly rate?: number;
  /** Templates of other accounts, for their roles. */
  readonly others?: readonly Template[];
}

/** Fast enough that a minute is no wait, slow enough that no timeout of a second strikes on a busy machine. */
const RATE = 10;

/** Deploys a template on emulators of its own; the caller closes what it gets. */
export async function startCloud({
  template,
  assets,
  hosts,
  rate = RATE,
}: CloudOptions): Promise<Cloud> {
  const clock = new CloudClock(rate);
  const permissions = new Permissions();
  const services = await startAwsServices(clock);
  const { gateway, tokenRoles } = await openGateway(services, permissions);
  const { ecr } = services;
  const registries = await Registries.start({ hosts, ecr, permissions, tokenRoles });

  const resources = resolveTemplate(template, { stackName: 'stack', endpoint: gateway.url });
  for (const role of rolesOf(resources)) permissions.add(role);
  await createResources(resources, services);
  const { variables } = registries;
  const surroundings = { gateway, clock, permissions, variables, assets };
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
