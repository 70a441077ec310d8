import { type DefinitionSource, LARGEST_DEFINITION_BYTES } from '../definition-source.ts';
import type { DefinitionPlace } from '../environment.ts';
import { DefinitionSourceError } from './definition-source-error.ts';
import type { ReadText } from './read-text.ts';

/** The definition at `place`, read as whoever the environment says; throws {@link DefinitionSourceError}. */
export function createDefinitionSource(place: DefinitionPlace): DefinitionSource {
  const name = nameOf(place);
  let reading: Promise<ReadText> | undefined;
  return {
    name,
    read: async (options = {}) => {
      try {
        reading ??= readerOf(place);
        const read = await reading;
        return await read({ ...options, maxBytes: LARGEST_DEFINITION_BYTES });
      } catch (error) {
        options.signal?.throwIfAborted();
        throw new DefinitionSourceError(name, error);
      }
    },
  };
}

/** Loads the client of the service that is asked, and not that of the other. */
async function readerOf(place: DefinitionPlace): Promise<ReadText> {
  if (place.kind === 's3') {
    const { readFromS3 } = await import('./s3-definition.ts');
    return readFromS3(place.bucket, place.key);
  }
  const { readFromCodeCommit } = await import('./code-commit-definition.ts');
  return readFromCodeCommit(place);
}

function nameOf(place: DefinitionPlace): string {
  if (place.kind === 's3') return `s3://${place.bucket}/${place.key}`;
  return `codecommit://${place.repository}/${place.path}@${place.branch}`;
}
