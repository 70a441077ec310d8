import type { FaultKind } from './fault-kind.ts';
import type { Step } from './step.ts';

const passes = () => undefined;
const isUploading = ({ subject, method }: Step) => subject === 'session' && method !== 'POST';
const isSending = (step: Step) => isUploading(step) && step.sentBytes > 1;
const half = (bytes: number) => Math.floor(bytes / 2);

/** What a registry forgets meanwhile, and what it says in the middle of an upload. */
export const LOST_STATES: readonly FaultKind[] = [
  {
    name: 'expired token',
    befalls: ({ subject }) => subject !== 'token',
    effect: (_, { registry }) => ({ kind: 'meanwhile', happens: () => registry.expireTokens() }),
    isFinal: passes,
    kinds: ['auth'],
  },
  {
    name: 'lost upload session',
    befalls: isUploading,
    effect: (_, { registry }) => ({
      kind: 'meanwhile',
      happens: ({ path }) => registry.loseUpload(path.slice(path.lastIndexOf('/') + 1)),
    }),
    isFinal: passes,
    kinds: ['transient', 'not-found'],
  },
  {
    name: 'early 503',
    befalls: isSending,
    effect: ({ sentBytes }) => ({
      kind: 'refuseUpload',
      afterBytes: half(sentBytes),
      status: 503,
    }),
    isFinal: passes,
    kinds: ['transient'],
  },
  {
    name: 'early 413',
    befalls: isSending,
    effect: ({ sentBytes }) => ({
      kind: 'refuseUpload',
      afterBytes: half(sentBytes),
      status: 413,
    }),
    isFinal: () => 'what is too large now is too large the next time',
    kinds: ['content'],
  },
];
