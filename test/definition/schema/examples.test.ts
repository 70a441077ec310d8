import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { definitionJsonSchema } from '../../../lib/definition/json-schema.ts';
import { credentialKinds, registrySchema } from '../../../lib/definition/schema/registry-schema.ts';
import { selectionSchema } from '../../../lib/definition/schema/tags-schema.ts';
import { defaultsSchema, definitionSchema, imageSchema } from '../../../lib/definition/schema.ts';
import { problemsOf } from '../read.ts';

const EXAMPLES = z.array(z.unknown()).default([]);
const IMAGE = { source: 'a/b:1', target: 'reg.example/b' };
const REPOSITORY = { ...IMAGE, source: 'a/b' };
const ENVIRONMENT = { HUB_USER: 'u', HUB_TOKEN: 't' };

function examplesOf(schema: z.ZodType): readonly unknown[] {
  return EXAMPLES.parse(z.globalRegistry.get(schema)?.['examples']);
}

/** A map for each example of each key. */
function mapsOf({ shape }: z.ZodObject): readonly Readonly<Record<string, unknown>>[] {
  return Object.entries(shape).flatMap(([key, schema]) =>
    examplesOf(schema).map((value) => ({ [key]: value })),
  );
}

function registry(settings: object): object {
  return { images: [IMAGE], registries: { 'a.io': settings } };
}

const DEFINITIONS: readonly object[] = [
  ...mapsOf(definitionSchema).map((words) => ({ images: [IMAGE], ...words })),
  ...mapsOf(defaultsSchema).map((defaults) => ({ images: [IMAGE], defaults })),
  ...mapsOf(imageSchema).map((words) => ({
    targetRepoPrefix: 'reg.example/',
    images: [{ ...('tags' in words ? REPOSITORY : IMAGE), ...words }],
  })),
  ...mapsOf(selectionSchema).map((tags) => ({ images: [{ ...REPOSITORY, tags }] })),
  ...mapsOf(registrySchema).map(registry),
  ...credentialKinds.flatMap(examplesOf).map((credentials) => registry({ credentials })),
];

describe('the examples of the schema', () => {
  const schema = z.fromJSONSchema(definitionJsonSchema() as z.core.JSONSchema.JSONSchema);

  it('are many', () => {
    expect(DEFINITIONS.length).toBeGreaterThan(25);
  });

  it.each(DEFINITIONS.map((definition) => JSON.stringify(definition)))(
    'are accepted by schema and parser: %s',
    (text) => {
      expect(problemsOf(text, { environment: ENVIRONMENT })).toEqual([]);
      expect(schema.safeParse(JSON.parse(text)).success).toBe(true);
    },
  );
});
