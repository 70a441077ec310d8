import type { Side } from '../../lib/copy/errors.ts';
import type { Fault } from '../../lib/local/embedded-registry/fault.ts';
import type { LoggedRequest } from '../../lib/local/embedded-registry/request-log.ts';

/** What a request of a copy is about. */
export type Subject = 'token' | 'manifest' | 'referrers' | 'tags' | 'blob' | 'session';

/** Answers about these tell a digest. */
export const withDigest: ReadonlySet<Subject> = new Set(['manifest', 'blob', 'session']);

/** One request of a copy: which of several like it, and how much goes either way. */
export interface Step {
  readonly side: Side;
  readonly method: string;
  readonly subject: Subject;
  /** Path and query, without what differs from run to run. */
  readonly target: string;
  /** How many requests like it precede it. */
  readonly before: number;
  /** Whether no request like it follows. */
  readonly isLast: boolean;
  readonly status: number;
  readonly sentBytes: number;
  readonly answeredBytes: number;
  readonly isRanged: boolean;
}

/** The requests that a registry has dealt with as steps of a copy, in order. */
export function stepsOf(side: Side, logged: readonly LoggedRequest[]): readonly Step[] {
  // A fault that comes first decides alone, and whatever comes after it does not count the request.
  const requests = logged.filter(({ fault }) => fault === undefined);
  const targets = requests.map(targetOf);
  return requests.map((request, position) => {
    const isLike = (other: LoggedRequest, at: number) =>
      other.method === request.method && targets[at] === targets[position];
    return {
      side,
      method: request.method,
      subject: subjectOf(request.path),
      target: targets[position] ?? '',
      before: requests.slice(0, position).filter(isLike).length,
      isLast: !requests.some((other, at) => at > position && isLike(other, at)),
      status: request.status ?? 0,
      sentBytes: request.bytesReceived,
      answeredBytes: request.bytesSent,
      isRanged: request.headers.range !== undefined,
    };
  });
}

/** Which requests a fault hits that strikes `step`, once or again and again. */
export function hitting(
  { method, target, before }: Step,
  isForEver: boolean,
): Pick<Fault, 'method' | 'path' | 'after' | 'times'> {
  const pattern = target
    .split(/(<\w+>)/)
    .map((part) => VARIABLES.get(part) ?? escaped(part))
    .join('');
  return {
    method,
    path: new RegExp(`^${pattern}$`),
    after: before,
    ...(!isForEver && { times: 1 }),
  };
}

export function describeStep({ side, method, target, before }: Step): string {
  const shown = target.replace(/(sha256(?::|%3A)[0-9a-f]{6})[0-9a-f]+/g, '$1…');
  return `${side} ${method} ${shown}${before === 0 ? '' : ` (${before} before)`}`;
}

/** What is a registry's own in the target of a request, and differs from run to run. */
const VARIABLES: ReadonlyMap<string, string> = new Map([
  ['<session>', '[^/?]+'],
  ['<state>', '\\??(?:_state=\\d+&?)?'],
  ['<service>', '[^&]+'],
]);

function targetOf({ path, query }: LoggedRequest): string {
  if (path === '/token') return `/token?service=<service>&${scopesOf(query)}`;
  if (!/\/blobs\/uploads\/[^/]+$/.test(path)) return query.size === 0 ? path : `${path}?${query}`;
  const folder = path.slice(0, path.lastIndexOf('/'));
  const digest = query.get('digest');
  const ending = digest === null ? '' : `digest=${encodeURIComponent(digest)}`;
  return `${folder}/<session><state>${ending}`;
}

function scopesOf(query: URLSearchParams): string {
  return String(
    new URLSearchParams(query.getAll('scope').map((scope): [string, string] => ['scope', scope])),
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function subjectOf(path: string): Subject {
  if (path === '/token') return 'token';
  if (path.includes('/blobs/uploads/')) return 'session';
  if (path.includes('/blobs/')) return 'blob';
  if (path.includes('/referrers/')) return 'referrers';
  return path.endsWith('/tags/list') ? 'tags' : 'manifest';
}
