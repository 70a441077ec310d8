import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import type { Definition } from '../definition/definition.ts';
import { DefinitionError } from '../definition/errors.ts';
import { type ParseDefinitionOptions, parseDefinition } from '../definition/parse.ts';
import { LARGEST_FILE_BYTES } from '../definition/yaml/read-yaml.ts';

/** What a definition on disk is read with. */
export type DefinitionFileOptions = Omit<ParseDefinitionOptions, 'file' | 'auth'> & {
  /** The file of logins beside it, in Aliyun's format. */
  readonly authFile?: string;
};

/** Reads a definition from `file`; one that cannot be read is a `DefinitionError` like one that cannot be parsed. */
export async function readDefinitionFile(
  file: string,
  options: DefinitionFileOptions,
): Promise<Definition> {
  return parseDefinitionTexts(await readDefinitionTexts(file, options), file, options);
}

/** What stands in the file, and in that of the logins where there is one. */
export interface DefinitionTexts {
  readonly images: string;
  readonly logins?: string;
}

/** Reads what {@link parseDefinitionTexts} takes. Throws `DefinitionError`. */
export async function readDefinitionTexts(
  file: string,
  { authFile }: Pick<DefinitionFileOptions, 'authFile'>,
): Promise<DefinitionTexts> {
  const images = await readText(file, 'name the file that lists your images with --images-file');
  if (authFile === undefined) return { images };
  const hint = 'name the file that holds your credentials with --auth';
  return { images, logins: await readText(authFile, hint) };
}

/** The definition that `texts` of `file` are. Throws `DefinitionError`. */
export function parseDefinitionTexts(
  { images, logins }: DefinitionTexts,
  file: string,
  { authFile = '', ...options }: DefinitionFileOptions,
): Definition {
  const auth = logins !== undefined && { auth: { text: logins, file: authFile } };
  return parseDefinition(images, { ...options, file, ...auth });
}

async function readText(file: string, hint: string): Promise<string> {
  const bytes = await readBytes(file, hint);
  const text = bytes.toString();
  // What is longer is refused as that, and may end within a character.
  if (isUtf8(bytes) || bytes.byteLength > LARGEST_FILE_BYTES) return text;
  const line = text.slice(0, text.indexOf(REPLACEMENT)).split('\n').length;
  const message = 'the file is not text in UTF-8';
  throw new DefinitionError([{ file, line, column: 1, message, hint: 'save it in UTF-8' }]);
}

/** Stands in decoded text for bytes that mean nothing. */
const REPLACEMENT = '\uFFFD';

async function readBytes(file: string, hint: string): Promise<Buffer> {
  try {
    // One byte more than is parsed, so that what is longer is refused as that and not read on.
    return await buffer(createReadStream(file, { end: LARGEST_FILE_BYTES }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `the file cannot be read: ${reason}`;
    throw new DefinitionError([{ file, line: 1, column: 1, message, hint }]);
  }
}
