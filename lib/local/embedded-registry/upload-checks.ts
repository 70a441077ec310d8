import type { AnswerHeaders } from './answer.ts';
import { Refusal } from './refusal.ts';
import type { RegistryRequest } from './registry-request.ts';
import type { UploadManner } from './upload-manner.ts';
import type { UploadSession } from './upload-session.ts';

/** Where the session stands: a new location, and `0-0` for nothing as docker-registry writes it. */
export function sessionHeaders(session: UploadSession): AnswerHeaders {
  return {
    Location: session.nextLocation(),
    Range: `0-${Math.max(0, session.toldOffset - 1)}`,
    'Docker-Upload-UUID': session.id,
  };
}

/** Refuses bytes that are not the next ones of the session, or follow a chunk that was too short. */
export function checkChunk(
  session: UploadSession,
  request: RegistryRequest,
  { misplaced, minChunkBytes }: UploadManner,
): void {
  checkLocation(session, request);
  checkContentRange(session, request, misplaced);
  checkLatestChunk(session, request, minChunkBytes);
}

function checkLocation(session: UploadSession, { query }: RegistryRequest): void {
  if (session.state === undefined || query.get('_state') === session.state) return;
  throw new Refusal('BLOB_UPLOAD_INVALID', 'the location is not that of the latest answer');
}

function checkContentRange(
  session: UploadSession,
  { headers }: RegistryRequest,
  misplaced: UploadManner['misplaced'],
): void {
  const range = headers['content-range'];
  if (range === undefined) return;

  // Distribution specification, "Pushing a blob in chunks": no unit before the positions.
  const [, first, last] = /^(\d+)-(\d+)$/.exec(range) ?? [];
  if (first === undefined) {
    throw new Refusal('BLOB_UPLOAD_INVALID', `Content-Range ${range} is not FIRST-LAST`);
  }
  if (Number(first) !== session.offset) {
    const message = misplaced(Number(first), session.offset);
    const headers = sessionHeaders(session);
    throw new Refusal('BLOB_UPLOAD_INVALID', message, { status: 416, headers });
  }
  const length = headers['content-length'];
  if (length !== undefined && Number(length) !== Number(last) - Number(first) + 1) {
    throw new Refusal('SIZE_INVALID', `Content-Range ${range} does not have ${length} bytes`);
  }
}

function checkLatestChunk(
  { latestChunkBytes }: UploadSession,
  request: RegistryRequest,
  minChunkBytes: number,
): void {
  if (latestChunkBytes === undefined || latestChunkBytes >= minChunkBytes) return;
  if (!hasBody(request)) return;
  throw new Refusal(
    'SIZE_INVALID',
    `a chunk of ${latestChunkBytes} instead of at least ${minChunkBytes} bytes was not the last`,
  );
}

function hasBody({ headers }: RegistryRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
