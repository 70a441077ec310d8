import { type DefinitionSource, LARGEST_DEFINITION_BYTES } from '../definition-source.ts';
import type { DefinitionPlace } from '../environment.ts';
import { readFromCodeCommit } from './code-commit-definition.ts';
import { DefinitionSourceError } from './definition-source-error.ts';
import { readFromS3 } from './s3-definition.ts';

/** The definition at `place`, read as whoever the environment says; throws {@link DefinitionSourceError}. */
export function createDefinitionSource(place: DefinitionPlace): DefinitionSource {
  const name = nameOf(place);
  const read =
    place.kind === 's3' ? readFromS3(place.bucket, place.key) : readFromCodeCommit(place);
  return {
    name,
    read: async (options = {}) => {
      try {
        return await read({ ...options, maxBytes: LARGEST_DEFINITION_BYTES });
      } catch (error) {
        options.signal?.throwIfAborted();
        throw new DefinitionSourceError(name, error);
      }
    },
  };
}

function nameOf(place: DefinitionPlace): string {
  if (place.kind === 's3') return `s3://${place.bucket}/${place.key}`;
  return `codecommit://${place.repository}/${place.path}@${place.branch}`;
}
