import { NO_BYTES, type Outcome } from './outcome.ts';

/** What is known of an image so far: the part of its outcome that the work itself finds out. */
export type Findings = Omit<Outcome, 'source' | 'target' | 'attempts' | 'durationMs' | 'error'>;

/** Adds to what is known; a failure later keeps what was noted before it. */
export type Note = (findings: Partial<Findings>) => void;

/** Before anything was asked. */
export const NOTHING_FOUND: Findings = {
  status: 'failed',
  reason: null,
  sourceDigest: null,
  wantedDigest: null,
  targetDigest: null,
  previousDigest: null,
  platforms: null,
  bytes: NO_BYTES,
  referrers: null,
  warnings: [],
};
