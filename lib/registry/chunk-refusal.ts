import type { UploadSessionState } from '../content/ports.ts';
import { RegistryError } from './errors.ts';

/** A part of a blob; `end` is the position behind it. */
export interface Chunk {
  readonly start: number;
  readonly end: number;
}

/** The circumstances in which a chunk was refused. */
export interface RefusedChunk {
  readonly chunk: Chunk;
  readonly offsetBy: UploadSessionState['offsetBy'];
  /** Whether it was the first since the session was opened anew, or resumed. */
  readonly begins: 'anew' | 'again' | false;
}

/** What the refusal of a chunk means for its session. */
export type SessionMeaning =
  /** Nothing: the chunk failed. */
  | 'failed'
  /** The registry has the chunk already. */
  | 'known'
  /** The registry goes on elsewhere in the blob. */
  | 'moved'
  | 'lost'
  /** The registry takes no chunks, or none of this kind. */
  | 'unsupported';

/** Reads a refusal by what is known of who keeps the offsets. */
export function meaningForSession(
  error: RegistryError,
  { chunk, offsetBy, begins }: RefusedChunk,
): SessionMeaning {
  if (refusesMethod(error)) return 'unsupported';
  if (!refusesSession(error)) return 'failed';
  if (error.status === 404) return 'lost';
  const told = toldOffset(error);
  if (told === chunk.end) return 'known';
  if (told !== undefined) return told === chunk.start ? 'lost' : 'moved';
  if (offsetBy === 'sender') {
    // The answer to the chunk that was on its way when the session was left may have been lost.
    return begins === 'again' && error.status === 416 ? 'known' : 'lost';
  }
  // Nothing can be out of step at the start: ghcr.io, for one, refuses chunks of more than 4 MiB so.
  if (begins === 'anew') return error.status === 416 ? 'unsupported' : 'lost';
  return begins === 'again' ? 'lost' : 'moved';
}

/** Whether what was sent of a blob is of no use any more; a commit fails so too where chunks are missing. */
export function endsSession(error: unknown): boolean {
  return error instanceof RegistryError && (refusesSession(error) || error.gave('DIGEST_INVALID'));
}

/** ECR: "First byte of the layer part is 0 instead of 11304960", github.com/apple/containerization/issues/790. */
export function toldOffset({ diagnostics }: RegistryError): number | undefined {
  for (const { message = '' } of diagnostics) {
    const [, offset] =
      /^First byte of the layer part is \d+ instead of (\d{1,15})\b/.exec(message) ?? [];
    if (offset !== undefined) return Number(offset);
  }
  return undefined;
}

/** docker-registry answers 404 with BLOB_UPLOAD_INVALID for a session that broke off inside a chunk. */
export function refusesSession(error: RegistryError): boolean {
  const isRefused = [404, 416].includes(error.status);
  return isRefused || error.gave('BLOB_UPLOAD_INVALID') || error.gave('BLOB_UPLOAD_UNKNOWN');
}

/** Whether the registry does not do at all what was asked of the session. */
export function refusesMethod(error: RegistryError): boolean {
  return [405, 501].includes(error.status) || error.gave('UNSUPPORTED');
}
