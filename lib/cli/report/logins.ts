import type { LoginCheck } from '../../local/login-check.ts';
import { counted } from '../../wording/outcome-words.ts';
import { createPaint } from '../terminal/paint.ts';
import { sentence } from './detail.ts';
import { layOut, type Row } from './table-layout.ts';
import type { TableOptions } from './table-options.ts';

/** Logins as text that ends in a newline: a row for each, and how many of them do not work. */
export function renderLogins(
  logins: readonly LoginCheck[],
  { columns, color = false }: TableOptions = {},
): string {
  const paint = createPaint(color);
  const width = columns || Number.POSITIVE_INFINITY;
  const failing = logins.filter(({ works }) => !works).length;
  const total = counted(logins.length, 'login');
  const summary =
    failing === 0 ? `${total}, no failure` : `${total}, ${counted(failing, 'failure')}`;
  const rows = layOut(logins.map(rowOf), { width, paint });
  return [...rows, '', paint('bold', summary), ''].join('\n');
}

function rowOf({ registry, credentials, works, message, hint }: LoginCheck): Row {
  return {
    status: works ? 'works' : 'fails',
    style: works ? 'green' : 'red',
    name: registry,
    details: [
      sentence(credentials, 'bold'),
      sentence(message),
      ...(hint === null ? [] : [sentence(`hint: ${hint}`)]),
    ],
  };
}
