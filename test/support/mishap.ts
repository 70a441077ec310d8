import type { Fault } from '../../lib/local/embedded-registry/fault.ts';
import type { OutcomeError } from '../../lib/mirror/outcome.ts';

/** Something that befalls one image of several, and what has to be said about it. */
export interface Mishap extends Pick<OutcomeError, 'kind' | 'code'> {
  /** Its repository at source and target. */
  readonly name: string;
  readonly side: 'source' | 'target';
  /** What happens to requests for the repository on that side; the tests see to mishaps without. */
  readonly fault?: Fault;
  /** Parts of the message and of the hint. */
  readonly says: string;
  readonly advises: string;
}

/** Paths of a repository, for faults that hit some of its requests only. */
export const MANIFESTS = /\/manifests\//;
export const BLOBS = /\/blobs\/sha256/;
export const UPLOADS = /\/blobs\/uploads\//;
