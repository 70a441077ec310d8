import type { Fault } from '../../lib/local/embedded-registry/fault.ts';
import { CONTENT_MISHAPS } from './content-mishaps.ts';
import { BLOBS, MANIFESTS, type Mishap, UPLOADS } from './mishap.ts';

function refusal(status: number): Fault {
  const body = { errors: [{ code: 'SAID', message: 'as the registry says it', detail: null }] };
  // Nobody must come back later than at once, or the tests would take as long.
  return {
    do: {
      kind: 'status',
      status,
      headers: { 'Retry-After': '0', Connection: 'close' },
      body: JSON.stringify(body),
    },
  };
}

/** Where the registry itself is not to be had. */
const UNREACHABLE: readonly Mishap[] = [
  {
    name: 'unknown-host',
    side: 'source',
    kind: 'not-found',
    code: 'HOST_UNKNOWN',
    says: 'the host registry.invalid is unknown',
    advises: 'check the spelling of the registry',
  },
  {
    name: 'refused-connection',
    side: 'source',
    kind: 'transient',
    code: 'CONNECTION_REFUSED',
    says: 'refused the connection',
    advises: 'check that the registry runs',
  },
  {
    name: 'no-tls',
    side: 'source',
    kind: 'policy',
    code: 'TLS_FAILED',
    says: 'does not speak TLS',
    advises: 'plainHttp to true',
  },
];

type Refused = readonly [
  status: number,
  kind: Mishap['kind'],
  code: Mishap['code'],
  advises: string,
];

const REFUSED: readonly Refused[] = [
  [401, 'auth', 'AUTHENTICATION_FAILED', 'give credentials for'],
  [403, 'auth', 'DENIED', 'lacks the right'],
  [429, 'throttled', 'THROTTLED', 'limits requests'],
  [503, 'transient', 'REGISTRY_UNAVAILABLE', 'try again later'],
];

/** A source refuses the first request, whose answer has no body; a target the upload, with a reason. */
const REFUSALS: readonly Mishap[] = REFUSED.flatMap(([status, kind, code, advises]) => {
  const shared = { kind, code, advises };
  const fault = refusal(status);
  return [
    {
      ...shared,
      name: `source-answers-${status}`,
      side: 'source',
      fault,
      says: `answered ${status}`,
    },
    {
      ...shared,
      name: `target-answers-${status}`,
      side: 'target',
      fault: { ...fault, method: 'POST', path: UPLOADS },
      says: `answered ${status}, SAID: as the registry says it`,
    },
  ];
});

const STALLED = {
  kind: 'transient',
  code: 'STALLED',
  says: 'fell silent',
  advises: 'look for a proxy or a firewall',
} as const;

/** Where a registry leads astray or says nothing. */
const LOST_ON_THE_WAY: readonly Mishap[] = [
  {
    name: 'redirect-loop',
    side: 'source',
    kind: 'policy',
    code: 'REDIRECT_REFUSED',
    fault: { do: { kind: 'redirect', status: 307, location: '/v2/redirect-loop/manifests/1' } },
    says: 'redirects more than 5 times',
    advises: 'has to correct the address',
  },
  {
    ...STALLED,
    name: 'no-answer',
    side: 'source',
    fault: { path: MANIFESTS, do: { kind: 'stall' } },
  },
  {
    ...STALLED,
    name: 'half-a-blob',
    side: 'source',
    fault: { method: 'GET', path: BLOBS, do: { kind: 'stallBody', afterBytes: 10 } },
  },
  {
    ...STALLED,
    name: 'no-answer-of-the-target',
    side: 'target',
    fault: { method: 'POST', path: UPLOADS, do: { kind: 'stall' } },
  },
  {
    name: 'absent',
    side: 'source',
    kind: 'not-found',
    code: 'NOT_FOUND',
    says: 'absent:1 does not exist',
    advises: 'check the spelling of repository and tag',
  },
];

/** One each, so that all of them can happen in one run. */
export const MISHAPS: readonly Mishap[] = [
  ...UNREACHABLE,
  ...REFUSALS,
  ...CONTENT_MISHAPS,
  ...LOST_ON_THE_WAY,
];
