import type { FaultKind } from './fault-kind.ts';
import { type Step, withDigest } from './step.ts';

const passes = () => undefined;
const isAnswered = ({ answeredBytes }: Step) => answeredBytes > 1;
const half = (bytes: number) => Math.floor(bytes / 2);

/** Nothing but JSON that is none tells of damage to what no digest covers. */
const UNPROVEN =
  'no digest covers this answer, so that damage to it may read like a name that is not there';

function isFinalDamage({ subject }: Step): string | undefined {
  return subject === 'referrers' || subject === 'tags' ? UNPROVEN : undefined;
}

/** A tag may name anything: only the last look, after the tag was put, knows what it must name. */
function isFinalDigest({ method, subject, target, side, isLast }: Step): string | undefined {
  const isTag = subject === 'manifest' && !/sha256:/.test(target);
  if (!isTag || method === 'PUT' || (side === 'target' && isLast)) return undefined;
  return 'a digest beside a tag is what the tag names, until content proves it wrong';
}

const OTHER = `sha256:${'0'.repeat(64)}`;

/** What happens to content and to what is said of it. */
export const CONTENTS: readonly FaultKind[] = [
  {
    name: 'truncated',
    befalls: isAnswered,
    effect: ({ answeredBytes }) => ({ kind: 'truncate', bytes: half(answeredBytes) }),
    isFinal: passes,
    kinds: ['content', 'transient'],
  },
  {
    name: 'a byte corrupted',
    befalls: isAnswered,
    effect: ({ answeredBytes }) => ({ kind: 'corrupt', at: half(answeredBytes) }),
    isFinal: isFinalDamage,
    kinds: ['content', 'internal', 'auth', 'not-found', 'transient'],
  },
  {
    name: 'wrong digest header',
    befalls: ({ subject, status }) => withDigest.has(subject) && status >= 200 && status < 300,
    effect: () => ({ kind: 'headers', set: { 'Docker-Content-Digest': OTHER } }),
    isFinal: isFinalDigest,
    // What such a digest names is asked for, and the source says that it has none.
    denies: (step) => isFinalDigest(step) !== undefined,
    kinds: ['content', 'not-found'],
  },
  {
    name: 'wrong length header',
    befalls: ({ status }) => status !== 204,
    effect: ({ answeredBytes }) => ({
      kind: 'headers',
      set: { 'Content-Length': String(answeredBytes + 100), Connection: 'close' },
    }),
    isFinal: passes,
    kinds: ['content', 'transient', 'internal'],
  },
  {
    name: '206, range shifted',
    befalls: ({ subject, method }) => subject === 'blob' && method === 'GET',
    effect: () => ({ kind: 'shift', by: 1 }),
    isFinal: passes,
    kinds: ['content', 'internal', 'transient'],
  },
];
