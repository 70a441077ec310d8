import { printable } from './printable.ts';

/** JSON escapes some control characters and allows others to stand; here all are escaped, which parses as the same. */
export function printDocument(document: object): string {
  const lines = JSON.stringify(document, null, 2).split('\n');
  return `${lines.map(printable).join('\n')}\n`;
}
