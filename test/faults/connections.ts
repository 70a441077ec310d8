import type { FaultKind } from './fault-kind.ts';
import type { Step } from './step.ts';

const everywhere = () => true;
const passes = () => undefined;
const isAnswered = ({ answeredBytes }: Step) => answeredBytes > 1;
const isSending = ({ sentBytes }: Step) => sentBytes > 1;
const half = (bytes: number) => Math.floor(bytes / 2);

const LOST = { isFinal: passes, kinds: ['transient'] } as const;

/** What happens to connections: all of it passes. */
export const CONNECTIONS: readonly FaultKind[] = [
  { ...LOST, name: 'reset', befalls: everywhere, effect: () => ({ kind: 'reset' }) },
  {
    ...LOST,
    name: 'closed within the request',
    befalls: isSending,
    effect: ({ sentBytes }) => ({ kind: 'cutUpload', afterBytes: half(sentBytes) }),
  },
  {
    ...LOST,
    name: 'closed within the answer',
    befalls: isAnswered,
    effect: ({ answeredBytes }) => ({ kind: 'cut', afterBytes: half(answeredBytes) }),
  },
  {
    ...LOST,
    name: 'answer lost',
    befalls: everywhere,
    effect: () => ({ kind: 'lose' }),
    losesAnswer: true,
  },
  {
    ...LOST,
    name: 'stalled',
    befalls: everywhere,
    effect: () => ({ kind: 'stall' }),
    isSilent: true,
  },
  {
    ...LOST,
    name: 'stalled within the request',
    befalls: isSending,
    effect: ({ sentBytes }) => ({ kind: 'stallUpload', afterBytes: half(sentBytes) }),
    isSilent: true,
  },
  {
    ...LOST,
    name: 'stalled within the answer',
    befalls: isAnswered,
    effect: ({ answeredBytes }) => ({ kind: 'stallBody', afterBytes: half(answeredBytes) }),
    isSilent: true,
  },
];
