import * as z from 'zod';
import { definitionSchema } from './schema.ts';

/**
 * The JSON Schema (draft 2020-12) of the definition, for editors.
 *
 * It describes the shape; references, variables and rules between keys are
 * checked by `parseDefinition` alone.
 */
export function definitionJsonSchema(): object {
  return {
    $id: 'urn:image-syncer:definition',
    title: 'image-syncer definition',
    ...z.toJSONSchema(definitionSchema, { io: 'input', target: 'draft-2020-12' }),
  };
}
