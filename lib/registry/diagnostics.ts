import { isObject, type JsonObject, readObject } from '../oci/json.ts';

/** One entry of the `errors` array that a registry sends with a refusal. */
export interface Diagnostic {
  readonly code: string;
  readonly message?: string;
}

/** How much of a refusal's body is read: distribution specification, "Error Codes", asks for far less. */
export const MOST_DIAGNOSTIC_BYTES = 64 * 1024;

const LONGEST_MESSAGE = 300;

/** The specification's longest code has 23 letters. */
const LONGEST_CODE = 60;

/** Registries send one; thousands fit into a body, and all would stand in one message. */
const MOST_DIAGNOSTICS = 5;

/**
 * Reads the body of a refusal as far as it follows the specification.
 *
 * Proxies answer in HTML and registries in plain text or with other members, so
 * whatever cannot be read gives one diagnostic of the text, or none.
 */
export function parseDiagnostics(body: string): readonly Diagnostic[] {
  const errors = errorsOf(body);
  if (errors) return errors.filter(isObject).slice(0, MOST_DIAGNOSTICS).map(diagnosticOf);
  const text = body.trim();
  return text === '' || isMarkup(text)
    ? []
    : [{ code: 'UNKNOWN', message: shorten(text, LONGEST_MESSAGE) }];
}

/** Whether a refusal came as HTML or XML: a proxy or storage says that, not the registry. */
export function isMarkup(body: string): boolean {
  return body.trimStart().startsWith('<');
}

function errorsOf(body: string): readonly unknown[] | undefined {
  const errors = readObject(body)?.['errors'];
  return Array.isArray(errors) ? errors : undefined;
}

function diagnosticOf(error: JsonObject): Diagnostic {
  const told = typeof error['code'] === 'string' ? error['code'].toUpperCase() : 'UNKNOWN';
  const code = shorten(told, LONGEST_CODE);
  const message = error['message'];
  if (typeof message !== 'string') return { code };
  return { code, message: shorten(message, LONGEST_MESSAGE) };
}

function shorten(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
