import { type ErrorKind, SyncerError } from '../../errors.ts';

interface Advice {
  readonly kind: ErrorKind;
  readonly hint: string;
  readonly retryable: boolean;
}

const UNREACHABLE: Advice = {
  kind: 'transient',
  hint: 'check that this host reaches the remote of the working copy',
  retryable: true,
};

/** By what git says in English, which is asked for. The first that matches counts. */
const ADVICE: readonly (readonly [RegExp, Advice])[] = [
  [
    /not a git repository/i,
    {
      kind: 'definition',
      hint: 'keep the definition in a clone of its repository, or leave out --pull',
      retryable: false,
    },
  ],
  [
    /fast-forward|diverg|would be overwritten|unmerged|no tracking information/i,
    {
      kind: 'definition',
      hint: 'bring the working copy back to its remote branch by hand',
      retryable: false,
    },
  ],
  [
    /authentication|permission denied|could not read (username|password)|terminal prompts disabled|host key/i,
    {
      kind: 'auth',
      hint: 'give git credentials that need no prompt, such as a deploy key',
      retryable: false,
    },
  ],
  [/ENOENT/, { kind: 'definition', hint: 'install git, or leave out --pull', retryable: false }],
];

const MAX_CHARACTERS = 1000;

/** The working copy cannot be brought up to date. The message has git's last words, without credentials. */
export class PullError extends SyncerError {
  override readonly name = 'PullError';
  readonly kind: ErrorKind;
  readonly code = 'PULL_FAILED';
  readonly hint: string;
  readonly retryable: boolean;

  constructor(folder: string, said: string) {
    super(`the working copy at ${folder} cannot be pulled: ${lastWords(said)}`);
    const advice = ADVICE.find(([form]) => form.test(said))?.[1] ?? UNREACHABLE;
    this.kind = advice.kind;
    this.hint = advice.hint;
    this.retryable = advice.retryable;
  }
}

/** Redacted before it is cut, so that no cut leaves half of a URL that is not recognised. */
function lastWords(said: string): string {
  const redacted = said.replace(/\/\/[^\s/]*@/g, '//').replace(/\?\S*/g, '');
  return redacted.trim().split('\n').slice(-5).join('; ').slice(-MAX_CHARACTERS);
}
