import type { CallOptions, ChunkedBlobUpload, UploadSessionState } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import { refusesMethod, refusesSession } from './chunk-refusal.ts';
import { RedirectError, RegistryError } from './errors.ts';
import { OpenSession } from './open-session.ts';
import { redirectTarget } from './redirects.ts';
import type { Registry, RegistryRequest } from './registry.ts';
import { storedBytes } from './session-answer.ts';
import type { WireResponse } from './transport.ts';
import { ChunkedUploadSession } from './upload-session.ts';

export interface ResumeOptions {
  /** `POST …/blobs/uploads/` of the repository that the blob goes to, which would open another session. */
  readonly request: Omit<RegistryRequest, 'accept'>;
  readonly state: UploadSessionState;
}

/**
 * Takes an upload place and goes on with a session that was left; asks for its status once where the
 * registry tells it. `undefined` where the registry does not know the session, or continues none.
 */
export async function resumeUpload(
  registry: Registry,
  blob: Descriptor,
  { request, state }: ResumeOptions,
): Promise<ChunkedBlobUpload | undefined> {
  const { signal } = request;
  signal?.throwIfAborted();
  const location = usable(registry, state);
  if (!location) return undefined;
  const giveBack = await registry.uploads.take(blob, signal);
  try {
    const session = new OpenSession({ registry, blob, begun: request, location, giveBack });
    const offset = await offsetOf(session, state, signal ? { signal } : {});
    if (isWithin(blob, offset)) {
      return new ChunkedUploadSession(session, { offset, isResumed: true });
    }
    giveBack();
    return undefined;
  } catch (error) {
    giveBack();
    throw error;
  }
}

/** A location that was kept may be none that this registry would be followed to now. */
function usable({ habits, url }: Registry, { location }: UploadSessionState): URL | undefined {
  if (habits.sessions === 'none') return undefined;
  try {
    return redirectTarget(url, location.reveal());
  } catch (error) {
    if (error instanceof RedirectError) return undefined;
    throw error;
  }
}

async function offsetOf(
  session: OpenSession,
  state: UploadSessionState,
  options: CallOptions,
): Promise<number | undefined> {
  const { registry } = session;
  if (state.offsetBy === 'sender' || registry.habits.sessions === 'sender') return state.offset;
  try {
    const request = { ...session.request('GET', options), accept: [200, 202, 204] };
    return await registry.ask(request, (response) => {
      session.moveTo(response);
      return believed(response, state);
    });
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    if (refusesSession(error) || refusesMethod(error)) return undefined;
    throw error;
  }
}

/** Where nothing is said, what was acknowledged before counts. docker-registry says `0-0` for nothing too. */
function believed(response: WireResponse, { offset }: UploadSessionState): number {
  const stored = storedBytes(response) ?? offset;
  return stored === 1 && offset !== 1 ? 0 : stored;
}

function isWithin({ size }: Descriptor, offset: number | undefined): offset is number {
  return offset !== undefined && offset <= size;
}
