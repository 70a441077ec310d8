import type { Authorized, ScopedRequest } from './authorized.ts';
import type { Endpoint } from './endpoint.ts';
import { RedirectError } from './errors.ts';
import type { Reach } from './reach.ts';
import { shown } from './redact.ts';
import { isRedirect, MOST_REDIRECTS, redirectTarget } from './redirects.ts';
import type { WireResponse } from './transport.ts';

/** A request, and the redirects that it follows, by status. Default: all, where it reads. */
export interface FollowedRequest extends ScopedRequest {
  readonly follow?: readonly number[];
}

/** Sends a request as somebody, and again to wherever it is redirected; the answer must be ended. */
export async function followed(
  request: FollowedRequest,
  { endpoint, authorized }: { readonly endpoint: Endpoint; readonly authorized: Authorized },
): Promise<WireResponse> {
  const { method, follow } = request;
  const isReading = method === 'GET' || method === 'HEAD';
  const isFollowed = (status: number) =>
    isReading && isRedirect(status) && (follow?.includes(status) ?? true);
  await endpoint.settle(request);
  let url = endpoint.located(request.url);
  let reach: Reach | undefined;
  for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
    const response = await authorized.send({ ...request, url, ...(reach && { reach }) });
    if (!isFollowed(response.status)) return response;
    await response.discard();
    url = redirectTarget(url, response.headers.location, response.shownAs);
    reach = response.leadsTo;
  }
  throw new RedirectError(
    `${shown(request)} redirects more than ${MOST_REDIRECTS} times, lastly to ${url.origin}`,
  );
}
