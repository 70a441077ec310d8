import { type Payload, payloadsOf } from './read-payload.ts';

/** Where senders say how many commits there were: GitLab, Gitea, and GitHub in former times. */
const TOTALS = ['total_commits_count', 'total_commits', 'size'] as const;
const LISTS = ['added', 'modified', 'removed'] as const;

/**
 * Files that a push changed by what its commits say; `undefined` where they may not say everything.
 *
 * A branch that is new, or was moved by force, can bring changes that no listed commit has. GitLab and Gitea list the
 * latest commits alone, and say how many there were; without that, a list as long as the longest counts as cut short.
 */
export function changedFiles(
  payload: Payload,
  listedAtMost: number,
): readonly string[] | undefined {
  const commits = payloadsOf(payload['commits']);
  if (commits.length === 0 || isMovedFreely(payload)) return undefined;
  const totals = TOTALS.flatMap((name) => numberIn(payload[name]));
  const isShort = totals.some((total) => total > commits.length);
  if (isShort || (totals.length === 0 && commits.length >= listedAtMost)) return undefined;
  const files = commits.map(filesOf);
  return files.some((each) => each === undefined) ? undefined : files.flatMap((each) => each ?? []);
}

function isMovedFreely({ forced, created, before }: Payload): boolean {
  const isNew = typeof before === 'string' && /^0{40,}$/.test(before);
  return forced === true || created === true || isNew;
}

/** A commit without lists says nothing; an empty one, such as a merge's, says that nothing changed. */
function filesOf(commit: Payload): readonly string[] | undefined {
  const lists = LISTS.map((name) => commit[name]).filter((list) => Array.isArray(list));
  if (lists.length === 0) return undefined;
  return lists.flat().filter((file) => typeof file === 'string');
}

function numberIn(value: unknown): readonly number[] {
  return typeof value === 'number' ? [value] : [];
}
