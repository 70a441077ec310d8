import { isObject, type JsonObject, readObject } from '../oci/json.ts';

/** One entry of the `errors` array that a registry sends with a refusal. */
export interface Diagnostic {
  readonly code: string;
  readonly message?: string;
}

/** How much of a refusal's body is read: distribution specification, "Error Codes", asks for far less. */
export const MOST_DIAGNOSTIC_BYTES = 64 * 1024;

const LONGEST_MESSAGE = 300;

/**
 * Reads the body of a refusal as far as it follows the specification.
 *
 * Proxies answer in HTML and registries in plain text or with other members, so
 * whatever cannot be read gives one diagnostic of the text, or none.
 */
export function parseDiagnostics(body: string): readonly Diagnostic[] {
  const errors = errorsOf(body);
  if (errors) return errors.filter(isObject).map(diagnosticOf);
  const text = body.trim();
  return text === '' || isMarkup(text) ? [] : [{ code: 'UNKNOWN', message: shorten(text) }];
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
  const code = typeof error['code'] === 'string' ? error['code'].toUpperCase() : 'UNKNOWN';
  const message = error['message'];
  return { code, ...(typeof message === 'string' && { message: shorten(message) }) };
}

function shorten(text: string): string {
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text;
}
