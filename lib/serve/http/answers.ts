import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { printDocument } from '../../wording/print-document.ts';

/** What is wrong with a request, or with us, and what to do about it. */
export interface Refusal {
  readonly message: string;
  readonly hint: string;
}

/** Answers with a document, as `--output json` prints one. */
export function answerDocument(
  context: Context,
  document: object,
  status: ContentfulStatusCode = 200,
): Response {
  const headers = { 'Content-Type': 'application/json; charset=utf-8' };
  return context.body(printDocument(document), status, headers);
}

/** Refuses in the language of the path: programs that read `/api` get a document, whoever else gets text. */
export function refuse(
  context: Context,
  status: ContentfulStatusCode,
  { message, hint }: Refusal,
): Response {
  const isApi = context.req.path === '/api' || context.req.path.startsWith('/api/');
  if (isApi) return answerDocument(context, { errors: [{ message, hint }] }, status);
  return context.text(`${message}\n${hint}\n`, status);
}
