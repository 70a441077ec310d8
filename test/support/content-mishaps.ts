import { BLOBS, MANIFESTS, type Mishap } from './mishap.ts';

const MISMATCH = {
  kind: 'content',
  code: 'CONTENT_MISMATCH',
  advises: 'nothing wrong was stored',
} as const;

const LOST = {
  kind: 'transient',
  code: 'CONNECTION_LOST',
  says: 'was lost',
  advises: 'try again',
} as const;

/** Where content does not come as it should. */
export const CONTENT_MISHAPS: readonly Mishap[] = [
  {
    ...MISMATCH,
    name: 'truncated-blob',
    side: 'source',
    fault: { method: 'GET', path: BLOBS, do: { kind: 'truncate', bytes: 10 } },
    says: 'has 10 instead of',
  },
  {
    ...LOST,
    name: 'cut-blob',
    side: 'source',
    fault: { method: 'GET', path: BLOBS, do: { kind: 'cut', afterBytes: 10 } },
  },
  {
    ...MISMATCH,
    name: 'corrupted-blob',
    side: 'source',
    fault: { method: 'GET', path: BLOBS, do: { kind: 'corrupt', at: 20 } },
    says: 'has the digest sha256:',
  },
  {
    ...MISMATCH,
    name: 'wrong-length-of-blob',
    side: 'source',
    fault: {
      method: 'GET',
      path: BLOBS,
      do: { kind: 'headers', set: { 'Content-Length': '100000', Connection: 'close' } },
    },
    says: 'has more than the',
  },
  {
    ...LOST,
    name: 'wrong-length-of-manifest',
    side: 'source',
    fault: {
      method: 'GET',
      path: MANIFESTS,
      do: { kind: 'headers', set: { 'Content-Length': '100000', Connection: 'close' } },
    },
  },
  {
    ...MISMATCH,
    name: 'other-manifest',
    side: 'source',
    fault: { method: 'GET', path: MANIFESTS, do: { kind: 'corrupt', at: 20 } },
    says: 'reading the manifest sha256:',
  },
];
