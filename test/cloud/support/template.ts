import * as z from 'zod';

const resourceSchema = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});

const templateSchema = z.looseObject({ Resources: z.record(z.string(), resourceSchema) });

/** A CloudFormation template, as far as the cloud reads it. */
export type Template = z.infer<typeof templateSchema>;

/** A resource, with the name that the template gives it. */
export interface NamedResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Reads what `cdk synth` wrote, parsed from JSON. */
export function parseTemplate(document: unknown): Template {
  return templateSchema.parse(document);
}

/** Resources in the order of the template. */
export function listResources({ Resources }: Template): readonly NamedResource[] {
  return Object.entries(Resources).map(([logicalId, { Type, Properties }]) => ({
    logicalId,
    type: Type,
    properties: Properties,
  }));
}
