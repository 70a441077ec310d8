import { Composer, type CST, LineCounter, type Node, Parser } from 'yaml';
import type { Place } from '../errors.ts';
import { Findings } from '../findings.ts';
import type { LocatedDocument } from './located-value.ts';
import { tooDeepAt } from './nesting.ts';
import { explainSyntax } from './syntax.ts';
import { YamlValues } from './values.ts';

/** AWS CodeCommit returns no larger file: `GetFile`, "FileTooLargeException". */
export const LARGEST_FILE_BYTES = 6 * 1024 * 1024;

/** Set whatever a %YAML directive says: version 1.1 has merge keys, and `yes` for true. */
const DIALECT = {
  schema: 'core',
  merge: false,
  resolveKnownTags: false,
  // The parser compares each key with all before it; `YamlValues` looks them up.
  uniqueKeys: false,
  logLevel: 'silent',
} as const;

export interface ReadYamlOptions {
  /** Named in every problem. */
  readonly file: string;
  readonly findings: Findings;
  /** The longest text that is read, in bytes of UTF-8. Default: 6 MiB. */
  readonly maxBytes?: number;
}

/** Reads the one YAML document of `text`; throws `DefinitionError` where it cannot be read as YAML. */
export function readYaml(text: string, options: ReadYamlOptions): LocatedDocument {
  const { file, findings } = options;
  const body = text.replace(/^\uFEFF/, '');
  // What is wrong with another file must not be taken for a mistake of this one's syntax.
  const syntax = { ...options, findings: new Findings() };
  refuseOversize(text, syntax);
  refuseNesting(body, syntax);

  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const top = onlyDocument(new Parser(lines.addNewLine).parse(body), { ...syntax, placeAt });
  syntax.findings.throwIfRefused();
  return new YamlValues({ findings, placeAt }).read(top);
}

function refuseOversize(text: string, options: ReadYamlOptions): void {
  const { file, findings, maxBytes = LARGEST_FILE_BYTES } = options;
  if (Buffer.byteLength(text) <= maxBytes) return;
  const place = { file, line: 1, column: 1 };
  findings.refuse(place, `the file is longer than ${maxBytes} bytes`, 'split it into several');
  findings.throwIfRefused();
}

function refuseNesting(text: string, { file, findings }: ReadYamlOptions): void {
  const offset = tooDeepAt(text);
  if (offset === undefined) return;
  const lines = text.slice(0, offset).split('\n');
  const place = { file, line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
  const hint = 'a definition has no more than 5 levels';
  findings.refuse(place, 'the file is nested too deeply', hint);
  findings.throwIfRefused();
}

interface Reporting {
  readonly findings: Findings;
  readonly placeAt: (offset: number) => Place;
}

function onlyDocument(tokens: Iterable<CST.Token>, { findings, placeAt }: Reporting): Node | null {
  const documents = new Composer(DIALECT).compose(tokens, true);
  const first = documents.next().value;
  for (const error of first ? [...first.errors, ...first.warnings] : []) {
    const { message, hint } = explainSyntax(error);
    findings.refuse(placeAt(error.pos[0]), message, hint);
  }
  const second = documents.next().value;
  if (second) {
    const message = 'a second YAML document begins here';
    findings.refuse(placeAt(second.range[0]), message, 'keep one document, without --- lines');
  }
  return first?.contents ?? null;
}
