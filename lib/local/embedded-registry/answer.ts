/** Bytes of an answer; nothing is opened for an answer to HEAD. */
export interface AnswerBody {
  readonly size: number;
  open(): AsyncIterable<Uint8Array>;
}

/** What the registry says to one request. */
export interface Answer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly body?: AnswerBody;
  /** What becomes of the connection after the last byte instead of a proper end; only faults set it. */
  readonly ending?: 'cut' | 'stall';
}

export type AnswerHeaders = Readonly<Record<string, string>>;

/** An answer without a body. RFC 9110, section 8.6, forbids a length for 204. */
export function emptyAnswer(status: number, headers: AnswerHeaders = {}): Answer {
  return { status, headers: status === 204 ? headers : { 'Content-Length': '0', ...headers } };
}

/** An answer whose `Content-Length` is the size of its body. */
export function answerWith(status: number, body: AnswerBody, headers: AnswerHeaders): Answer {
  return { status, headers: { 'Content-Length': String(body.size), ...headers }, body };
}

export function jsonAnswer(
  status: number,
  value: unknown,
  headers: AnswerHeaders = { 'Content-Type': 'application/json' },
): Answer {
  return textAnswer(status, JSON.stringify(value), headers);
}

export function textAnswer(status: number, text: string, headers: AnswerHeaders = {}): Answer {
  const bytes = Buffer.from(text);
  return answerWith(status, { size: bytes.byteLength, open: () => once(bytes) }, headers);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
