import { OCI_INDEX } from '../../../lib/oci/media-types.ts';
import type { Errand } from '../machine.ts';

/** A request as it has arrived, its body read. */
export interface SiteRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** At the scale of the simulation. */
  readonly bodyBytes: number;
  readonly body: Uint8Array | undefined;
  readonly now: number;
}

export interface SiteAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Whether the body is content, which comes at the pace of the network and stands for more than it is. */
  readonly isContent?: boolean;
}

/** Whoever answers at one host. */
export interface Site {
  readonly errand: Errand;
  /** How long an answer takes, about. */
  waitMs(request: SiteRequest): number;
  answer(request: SiteRequest): SiteAnswer;
}

/** Finds who answers. */
export type Internet = (host: string) => Site;

export function json(value: unknown, status = 200): SiteAnswer {
  const body = Buffer.from(JSON.stringify(value));
  return { status, headers: { 'content-type': 'application/json' }, body };
}

/** What the referrers API says where nothing refers to an image. */
export function noReferrers(): SiteAnswer {
  const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [] };
  return { ...json(index), headers: { 'content-type': OCI_INDEX } };
}

/** A refusal as the distribution specification has it. */
export function refusal(status: number, code: string, message: string): SiteAnswer {
  return json({ errors: [{ code, message }] }, status);
}
