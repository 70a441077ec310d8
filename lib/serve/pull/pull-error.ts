import { type ErrorKind, SyncerError } from '../../errors.ts';

interface Advice {
  readonly kind: ErrorKind;
  readonly hint: string;
  readonly retryable: boolean;
}

/** The next pull tries again whatever was said, and may find it mended. */
const UNKNOWN: Advice = {
  kind: 'transient',
  hint: 'run git pull --ff-only there as the user of the service',
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
    /dubious ownership/i,
    {
      kind: 'definition',
      hint: "let the user of the service own the working copy, or name it in git's safe.directory",
      retryable: false,
    },
  ],
  [
    /fast-forward|diverg|would be overwritten|unmerged|no tracking information|not currently on a branch/i,
    {
      kind: 'definition',
      hint: 'bring the working copy back to its remote branch by hand',
      retryable: false,
    },
  ],
  [
    /authentication|permission denied|could not read (username|password)|terminal prompts disabled|host key|returned error: 40[13]/i,
    {
      kind: 'auth',
      hint: 'give git credentials that need no prompt, such as a deploy key',
      retryable: false,
    },
  ],
  [
    /could not resolve host|failed to connect|couldn't connect|connection (refused|timed out|reset|closed)|unreachable|no route to host|does not appear to be a git repository|repository .* not (exist|found)|took longer than/i,
    {
      kind: 'transient',
      hint: 'look whether the remote of the working copy is there, and whether this host reaches it',
      retryable: true,
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
    const advice = ADVICE.find(([form]) => form.test(said))?.[1] ?? UNKNOWN;
    this.kind = advice.kind;
    this.hint = advice.hint;
    this.retryable = advice.retryable;
  }
}

/** What git says to whoever sits at a terminal, besides what happened. */
const ADVICE_OF_GIT = /^(hint:|Please (make sure|commit)|and the repository exists|Aborting$)/;

/** Redacted before it is cut, so that no cut leaves half of a URL that is not recognised. */
function lastWords(said: string): string {
  const redacted = said.replace(/\/\/[^\s/]*@/g, '//').replace(/\?\S*/g, '');
  const lines = redacted.split('\n').map((line) => line.trim().replace(/\.$/, ''));
  const words = lines.filter((line) => line !== '' && !ADVICE_OF_GIT.test(line));
  return words.slice(-5).join('; ').replaceAll(':; ', ': ').slice(-MAX_CHARACTERS);
}
