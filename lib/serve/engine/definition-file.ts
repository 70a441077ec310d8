import { stat } from 'node:fs/promises';
import type { Definition } from '../../definition/definition.ts';
import { DefinitionError } from '../../definition/errors.ts';
import {
  type DefinitionFileOptions,
  parseDefinitionTexts,
  readDefinitionTexts,
} from '../../local/definition-file.ts';
import type { DefinitionRecords } from '../../mirror/planner-ports.ts';
import type { DefinitionReading } from '../../mirror/run-cycle/run-cycle.ts';

/** The file of a definition as it is found again and again, with what the command line says in its place. */
export class DefinitionFile implements DefinitionReading {
  readonly name: string;
  readonly #options: DefinitionFileOptions;
  #logins: string | undefined;
  #parsed: { readonly text: string; readonly definition: Definition } | undefined;

  constructor(file: string, options: DefinitionFileOptions) {
    this.name = file;
    this.#options = options;
  }

  /** All files whose change may change the definition. */
  get files(): readonly string[] {
    const { authFile } = this.#options;
    return authFile === undefined ? [this.name] : [this.name, authFile];
  }

  async read(): Promise<string> {
    for (const file of this.files) await refusePipe(file);
    const { images, logins } = await readDefinitionTexts(this.name, this.#options);
    if (logins !== this.#logins) this.#parsed = undefined;
    this.#logins = logins;
    return images;
  }

  /** Thousands of images take a while: the text that was parsed last is not parsed again. */
  parse(text: string): Definition {
    if (this.#parsed?.text === text) return this.#parsed.definition;
    const texts = { images: text, ...(this.#logins !== undefined && { logins: this.#logins }) };
    const definition = parseDefinitionTexts(texts, this.name, this.#options);
    this.#parsed = { text, definition };
    return definition;
  }

  /** What would be in force now: the newest that can be used, else the last that could. */
  async inForce(records: DefinitionRecords): Promise<Definition | undefined> {
    const newest = await this.read().then(
      (text) => this.#usable(text),
      (error: unknown) => ifDefinitionError(error),
    );
    if (newest) return newest;
    const { good } = await records.read(this.name);
    return good && this.#usable(good.text);
  }

  /** Tells one state of the file from another, also of the same content, and is the same after a restart. */
  async identity(): Promise<string> {
    const found = await stat(this.name, { bigint: true }).catch(() => undefined);
    return found ? `${found.dev}:${found.ino}:${found.ctimeNs}` : 'missing';
  }

  #usable(text: string): Definition | undefined {
    try {
      return this.parse(text);
    } catch (error) {
      return ifDefinitionError(error);
    }
  }
}

/** Opening a pipe waits for a writer, whom nobody can promise time after time; what else is no file fails by itself. */
async function refusePipe(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFIFO()) return;
  const message = 'the file cannot be read: it is a pipe';
  const hint = 'a service reads it again and again: put a regular file there';
  throw new DefinitionError([{ file, line: 1, column: 1, message, hint }]);
}

function ifDefinitionError(error: unknown): undefined {
  if (!(error instanceof DefinitionError)) throw error;
}
