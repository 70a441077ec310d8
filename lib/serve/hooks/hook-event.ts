/** What a delivery is about, by the name that its sender gives it. */
export interface HookEvent {
  readonly kind: 'push' | 'ping' | 'other';
  /** As it was sent. */
  readonly name: string;
  /** How many commits the sender lists at most where it does not say how many there were. */
  readonly listedAtMost: number;
}

/**
 * Headers that name the event, and how many commits of a push are listed: GitHub at most 2,048, as
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#push says. Gitea and its relatives also send the header
 * of GitHub; they list 5 unless told otherwise (`FEED_MAX_COMMIT_NUM`,
 * https://docs.gitea.com/administration/config-cheat-sheet), older ones without saying how many there were.
 */
const EVENT_HEADERS: readonly (readonly [name: string, listedAtMost: number])[] = [
  ['x-forgejo-event', 5],
  ['x-gitea-event', 5],
  ['x-gogs-event', 5],
  ['x-github-event', 2048],
  ['x-gitlab-event', 20],
  ['x-event-key', 0],
];

/** `System Hook` is what GitLab sends of every project of an instance; what happened stands in the body. */
const PUSHES = new Set(['push', 'Push Hook', 'System Hook', 'repo:push', 'repo:refs_changed']);
const PINGS = new Set(['ping', 'diagnostics:ping']);

/** What a delivery says it is about; `undefined` where it does not say. */
export function hookEventOf(headers: Headers): HookEvent | undefined {
  for (const [header, listedAtMost] of EVENT_HEADERS) {
    const name = headers.get(header);
    if (name !== null) return { kind: kindOf(name), name, listedAtMost };
  }
  return undefined;
}

function kindOf(name: string): HookEvent['kind'] {
  if (PUSHES.has(name)) return 'push';
  return PINGS.has(name) ? 'ping' : 'other';
}
