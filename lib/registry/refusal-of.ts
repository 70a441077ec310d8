import { isMarkup, MOST_DIAGNOSTIC_BYTES, parseDiagnostics } from './diagnostics.ts';
import { RegistryError } from './errors.ts';
import { parseRetryAfter } from './retry-after.ts';
import type { WireResponse } from './transport.ts';

export interface RefusalContext {
  /** Milliseconds since the epoch, against which a date in `Retry-After` is read. */
  readonly now: number;
  /** Said by whoever knows better than status and body whether asking again has a chance. */
  readonly retryable?: boolean;
  /** As in `RegistriesOptions`. */
  readonly credentialsPlace?: string | undefined;
}

/** Makes the error of an answer whose status is not accepted, and reads as much of its body as that needs. */
export async function refusalOf(
  response: WireResponse,
  { now, ...said }: RefusalContext,
): Promise<RegistryError> {
  const text = await beginningOf(response);
  return new RegistryError(response, response.status, {
    ...said,
    isMarkup: isMarkup(text),
    diagnostics: parseDiagnostics(text),
    retryAfterMs: parseRetryAfter(response.headers['retry-after'], now),
  });
}

/** As much of a refusal's body as is ever read. The status is the news; a body that breaks off only makes it less detailed. */
export async function beginningOf({ body }: WireResponse): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size >= MOST_DIAGNOSTIC_BYTES) break;
    }
  } catch {
    return Buffer.concat(chunks).toString();
  }
  return Buffer.concat(chunks).toString('utf8', 0, MOST_DIAGNOSTIC_BYTES);
}
