import type { ErrorKind } from '../../lib/errors.ts';
import type { FaultKind } from './fault-kind.ts';
import type { Step } from './step.ts';

const everywhere = () => true;
const passes = () => undefined;

interface Refusal extends Pick<FaultKind, 'isFinal' | 'denies'> {
  readonly status: number;
  readonly kinds: readonly ErrorKind[];
  /** The reason that the registry gives. Default: none. */
  readonly code?: string;
}

function finalWith(reason: string): FaultKind['isFinal'] {
  return () => reason;
}

/** 404 says that something is not there: that may be what one wants to hear, or the end. */
function isFinalAbsence({ side, method, subject }: Step): string | undefined {
  if (subject === 'session' && method !== 'POST') return undefined;
  // Whoever looks whether something is missing brings it then.
  if (side === 'target' && (method === 'HEAD' || method === 'GET') && subject !== 'token') {
    return undefined;
  }
  return subject === 'referrers'
    ? 'a registry without a list of referrers says so, and there the tags count'
    : 'what a registry does not have cannot be copied from it, nor anything into it';
}

function isFinalRange({ subject, method, isRanged }: Step): string | undefined {
  return (subject === 'session' && method !== 'POST') || isRanged
    ? undefined
    : 'a range is refused that nobody asked for: this registry does not mean what it says';
}

const REFUSALS: readonly Refusal[] = [
  {
    status: 401,
    isFinal: finalWith('nobody is let in, and no challenge says how to be'),
    kinds: ['auth'],
    code: 'UNAUTHORIZED',
  },
  {
    status: 403,
    isFinal: finalWith('the account lacks a right'),
    kinds: ['auth'],
    code: 'DENIED',
  },
  {
    status: 404,
    isFinal: isFinalAbsence,
    kinds: ['not-found', 'content', 'transient'],
    denies: everywhere,
    code: 'NAME_UNKNOWN',
  },
  { status: 408, isFinal: passes, kinds: ['transient'] },
  { status: 416, isFinal: isFinalRange, kinds: ['internal', 'transient'] },
  { status: 500, isFinal: passes, kinds: ['transient'] },
  { status: 502, isFinal: passes, kinds: ['transient'] },
  { status: 503, isFinal: passes, kinds: ['transient'] },
  { status: 504, isFinal: passes, kinds: ['transient'] },
];

/** Plain refusals, before the body of the request is read. */
export const STATUSES: readonly FaultKind[] = REFUSALS.map(({ status, code, ...owed }) => ({
  ...owed,
  name: String(status),
  befalls: everywhere,
  effect: () => ({
    kind: 'status',
    status,
    ...(code !== undefined && { body: JSON.stringify({ errors: [{ code }] }) }),
  }),
}));

const WAIT_SECONDS = 7;

/** RFC 9110, section 10.2.3: seconds, or a date. */
export const THROTTLES: readonly FaultKind[] = [
  {
    name: '429, seconds',
    befalls: everywhere,
    effect: () => ({
      kind: 'status',
      status: 429,
      headers: { 'Retry-After': String(WAIT_SECONDS) },
    }),
    isFinal: passes,
    kinds: ['throttled'],
  },
  {
    name: '429, date',
    befalls: everywhere,
    effect: (_, { now }) => ({
      kind: 'status',
      status: 429,
      headers: { 'Retry-After': new Date(now + WAIT_SECONDS * 1000).toUTCString() },
    }),
    isFinal: passes,
    kinds: ['throttled'],
  },
];

const PAGE = '<!doctype html><html><body><h1>Please try again</h1></body></html>';
const HTML = { 'Content-Type': 'text/html; charset=utf-8' };

/** Whoever answers so is not the registry, but a proxy on the way, whose trouble passes as any other. */
export const PAGES: readonly FaultKind[] = [
  {
    name: '200 with a page',
    befalls: everywhere,
    effect: () => ({ kind: 'status', status: 200, headers: HTML, body: PAGE }),
    isFinal: passes,
    kinds: ['content', 'internal', 'transient', 'auth', 'not-found'],
    // Registries that know of no such lists send whoever asks for one to a page for people.
    denies: ({ subject }) => subject === 'referrers',
  },
  {
    name: '502 with a page',
    befalls: everywhere,
    effect: () => ({ kind: 'status', status: 502, headers: HTML, body: PAGE }),
    isFinal: passes,
    kinds: ['transient'],
  },
];
