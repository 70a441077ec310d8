import { type Answer, type AnswerHeaders, jsonAnswer } from './answer.ts';

/** Distribution specification, "Error Codes", each with the status that usually goes with it. */
const STATUS = {
  BLOB_UNKNOWN: 404,
  BLOB_UPLOAD_INVALID: 400,
  BLOB_UPLOAD_UNKNOWN: 404,
  DENIED: 403,
  DIGEST_INVALID: 400,
  MANIFEST_BLOB_UNKNOWN: 400,
  MANIFEST_INVALID: 400,
  MANIFEST_UNKNOWN: 404,
  NAME_INVALID: 400,
  NAME_UNKNOWN: 404,
  SIZE_INVALID: 400,
  TAG_INVALID: 400,
  UNAUTHORIZED: 401,
  UNSUPPORTED: 405,
} as const;

export type RefusalCode = keyof typeof STATUS;

export interface RefusalOptions {
  /** Another status than the usual one of the code. */
  readonly status?: number;
  readonly headers?: AnswerHeaders;
  readonly detail?: unknown;
}

/** Ends the handling of a request with one of the specification's errors. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly answer: Answer;

  constructor(
    code: RefusalCode,
    message: string,
    { status = STATUS[code], headers = {}, detail = null }: RefusalOptions = {},
  ) {
    super(message);
    this.answer = jsonAnswer(
      status,
      { errors: [{ code, message, detail }] },
      { 'Content-Type': 'application/json', ...headers },
    );
  }
}
