import * as z from 'zod';
import type { Sts } from '../../support/aws/start-sts.ts';
import type { Permissions } from './permissions.ts';
import type { ResolvedResource } from './resolve-template.ts';
import { rolesOf } from './roles.ts';

const trustSchema = z.object({
  Statement: z.tuple([
    z.object({
      Action: z.literal('sts:AssumeRole'),
      Condition: z.object({ StringEquals: z.object({ 'sts:ExternalId': z.string() }) }),
    }),
  ]),
});

/** Lets the roles of another account's stack be assumed by whoever knows their external ids. */
export function admitForeignRoles(
  resources: readonly ResolvedResource[],
  sts: Sts,
  permissions: Permissions,
): void {
  for (const role of rolesOf(resources)) permissions.add(role);
  for (const { type, properties, created } of resources) {
    if (type !== 'AWS::IAM::Role') continue;
    const [{ Condition }] = trustSchema.parse(properties['AssumeRolePolicyDocument']).Statement;
    const externalId = Condition.StringEquals['sts:ExternalId'];
    sts.roles.set(created.attributes['Arn'] ?? '', { externalId });
  }
}
