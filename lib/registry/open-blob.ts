import type { OpenContent } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import { lengthOf, openContent } from './open-content.ts';
import type { Registry, RegistryRequest } from './registry.ts';
import type { WireResponse } from './transport.ts';

export interface OpenOptions {
  /** `GET …/blobs/<digest>` of the repository that has the blob. */
  readonly request: Omit<RegistryRequest, 'accept'>;
  /** Bytes of the blob's beginning that are left out. */
  readonly from: number;
}

/**
 * Takes a download place and opens the content of `blob` from a position on. Where the registry answers
 * with anything else than exactly these bytes, all of it is asked for and the beginning dropped.
 */
export async function openBlob(
  registry: Registry,
  blob: Descriptor,
  { request, from }: OpenOptions,
): Promise<OpenContent> {
  request.signal?.throwIfAborted();
  if (from > 0 && from >= blob.size) return NOTHING;
  const giveBack = await registry.downloads.take(blob, request.signal);
  try {
    const answer = from === 0 ? undefined : await askForRest(registry, blob, { request, from });
    if (answer?.status === 206) return openContent(answer, blob, { giveBack, leftOut: from });
    const whole = answer ?? (await registry.send({ ...request, accept: [200] }));
    return openContent(whole, blob, { giveBack, dropped: from });
  } catch (error) {
    giveBack();
    throw error;
  }
}

/** RFC 9110, section 14.1.2, would have an empty range refused. */
const NOTHING: OpenContent = {
  async *[Symbol.asyncIterator]() {},
  close: () => {},
};

/** The bytes that were asked for as 206, or everything as 200; `undefined` for any other part. */
async function askForRest(
  registry: Registry,
  blob: Descriptor,
  { request, from }: OpenOptions,
): Promise<WireResponse | undefined> {
  const headers = { ...request.headers, range: `bytes=${from}-${blob.size - 1}` };
  const response = await registry.send({ ...request, headers, accept: [200, 206, 416] });
  if (response.status === 200 || isRest(response, blob, from)) return response;
  await response.discard();
  return undefined;
}

/** RFC 9110, section 14.4: `*` stands for a size that whoever answers does not know. */
function isRest(response: WireResponse, { size }: Descriptor, from: number): boolean {
  const { status, headers } = response;
  if (status !== 206 || (lengthOf(response) ?? size - from) !== size - from) return false;
  const range = `bytes ${from}-${size - 1}/`;
  return [`${range}${size}`, `${range}*`].includes(headers['content-range'] ?? '');
}
