import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { Definition } from '../definition/definition.ts';
import { DefinitionError } from '../definition/errors.ts';
import { type ParseDefinitionOptions, parseDefinition } from '../definition/parse.ts';
import { LARGEST_FILE_BYTES } from '../definition/read-yaml.ts';

/** Reads a definition from `file`; one that cannot be read is a `DefinitionError` like one that cannot be parsed. */
export async function readDefinitionFile(
  file: string,
  options: Omit<ParseDefinitionOptions, 'file'>,
): Promise<Definition> {
  return parseDefinition(await readText(file), { ...options, file });
}

async function readText(file: string): Promise<string> {
  try {
    // One byte more than is parsed, so that what is longer is refused as that and not read on.
    return await text(createReadStream(file, { end: LARGEST_FILE_BYTES }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DefinitionError([
      {
        file,
        line: 1,
        column: 1,
        message: `the file cannot be read: ${reason}`,
        hint: 'name the file that lists your images with --images-file',
      },
    ]);
  }
}
