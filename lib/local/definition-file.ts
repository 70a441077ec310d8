import { readFile } from 'node:fs/promises';
import type { Definition } from '../definition/definition.ts';
import { DefinitionError } from '../definition/errors.ts';
import { type ParseDefinitionOptions, parseDefinition } from '../definition/parse.ts';

/** Reads a definition from `file`; one that cannot be read is a `DefinitionError` like one that cannot be parsed. */
export async function readDefinitionFile(
  file: string,
  options: Omit<ParseDefinitionOptions, 'file'>,
): Promise<Definition> {
  return parseDefinition(await readText(file), { ...options, file });
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
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
