import * as z from 'zod';
import type { Role } from './permissions.ts';
import type { ResolvedResource } from './resolve-template.ts';
import { parseStatements, type Statement } from './statement.ts';

const inlineSchema = z.array(z.object({ PolicyDocument: z.unknown() })).default([]);
const attachedSchema = z.object({
  Roles: z.array(z.string()).default([]),
  PolicyDocument: z.unknown(),
});

/** The roles of a template by ARN, with all statements of their own and of policies that are attached to them. */
export function rolesOf(resources: readonly ResolvedResource[]): readonly Role[] {
  const attached = resources
    .filter(({ type }) => /^AWS::IAM::(Managed)?Policy$/.test(type))
    .map(({ properties }) => attachedSchema.parse(properties));
  return resources
    .filter(({ type }) => type === 'AWS::IAM::Role')
    .map(({ properties, created: { ref, attributes } }) => ({
      name: attributes['Arn'] ?? ref,
      statements: [
        ...inlineStatements(properties['Policies']),
        ...attached
          .filter(({ Roles }) => Roles.includes(ref))
          .flatMap(({ PolicyDocument }) => parseStatements(PolicyDocument)),
      ],
    }));
}

function inlineStatements(policies: unknown): readonly Statement[] {
  return inlineSchema
    .parse(policies)
    .flatMap(({ PolicyDocument }) => parseStatements(PolicyDocument));
}
