import { matchesGlob } from './glob.ts';
import type { RefChange } from './ref-changes.ts';

/** Which pushes count. */
export interface PushFilter {
  /** Absent: any. */
  readonly branch?: string;
  /** Patterns with `*` and `?`. Empty: any. */
  readonly paths: readonly string[];
}

/** Whether a hook makes the service look, and why. */
export interface Verdict {
  readonly accepted: boolean;
  readonly reason: string;
}

const BRANCH = 'refs/heads/';

/** Decides on a push: one of its changes that counts is enough. */
export function judgePush(changes: readonly RefChange[], filter: PushFilter): Verdict {
  const verdicts = changes.map((change) => judgeChange(change, filter));
  const [first = ignored('the push tells of no ref that changed')] = verdicts;
  return verdicts.find(({ accepted }) => accepted) ?? first;
}

function judgeChange({ ref, isDeleted, files }: RefChange, { branch, paths }: PushFilter): Verdict {
  if (!ref.startsWith(BRANCH)) return ignored(`${ref} is no branch`);
  if (isDeleted) return ignored(`${ref} was deleted`);
  if (branch !== undefined && ref !== `${BRANCH}${branch}`) {
    return ignored(`${ref} is not the branch ${branch}, which hooks are about`);
  }
  if (paths.length === 0) return accepted(`a push to ${ref}`);
  if (files === undefined) {
    return accepted(`a push to ${ref}, which does not tell every file that it changed`);
  }
  const matching = files.find((file) => paths.some((path) => matchesGlob(file, path)));
  if (matching === undefined) return ignored(`no changed file matches ${paths.join(' or ')}`);
  return accepted(`a push to ${ref} that changed ${matching}`);
}

function accepted(reason: string): Verdict {
  return { accepted: true, reason };
}

function ignored(reason: string): Verdict {
  return { accepted: false, reason };
}
