import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { Definition } from '../definition/definition.ts';
import { DefinitionError } from '../definition/errors.ts';
import { type ParseDefinitionOptions, parseDefinition } from '../definition/parse.ts';
import { LARGEST_FILE_BYTES } from '../definition/read-yaml.ts';

/** What a definition on disk is read with. */
export type DefinitionFileOptions = Omit<ParseDefinitionOptions, 'file' | 'auth'> & {
  /** The file of logins beside it, in Aliyun's format. */
  readonly authFile?: string;
};

/** Reads a definition from `file`; one that cannot be read is a `DefinitionError` like one that cannot be parsed. */
export async function readDefinitionFile(
  file: string,
  { authFile, ...options }: DefinitionFileOptions,
): Promise<Definition> {
  const images = await readText(file, 'name the file that lists your images with --images-file');
  if (authFile === undefined) return parseDefinition(images, { ...options, file });
  const logins = await readText(authFile, 'name the file that holds your credentials with --auth');
  return parseDefinition(images, { ...options, file, auth: { text: logins, file: authFile } });
}

async function readText(file: string, hint: string): Promise<string> {
  try {
    // One byte more than is parsed, so that what is longer is refused as that and not read on.
    return await text(createReadStream(file, { end: LARGEST_FILE_BYTES }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `the file cannot be read: ${reason}`;
    throw new DefinitionError([{ file, line: 1, column: 1, message, hint }]);
  }
}
