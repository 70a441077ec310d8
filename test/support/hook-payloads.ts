/** What senders tell of a push of one commit to `main` that changed `images.yaml` and added `docs/ä.md`. */

const BEFORE = '1'.repeat(40);
const AFTER = '2'.repeat(40);
export const NO_COMMIT = '0'.repeat(40);

const COMMIT = {
  id: AFTER,
  message: 'Take 1.2 of it',
  timestamp: '2026-01-01T00:00:00Z',
  author: { name: 'Ada', email: 'ada@example.com' },
  added: ['docs/ä.md'],
  removed: [],
  modified: ['images.yaml'],
};

export const COMMITS = [COMMIT];

export function githubPush(given: object = {}): object {
  return {
    ref: 'refs/heads/main',
    before: BEFORE,
    after: AFTER,
    repository: { id: 1, full_name: 'ada/mirror', private: true },
    pusher: { name: 'ada', email: 'ada@example.com' },
    created: false,
    deleted: false,
    forced: false,
    base_ref: null,
    compare: 'https://github.example/ada/mirror/compare/1...2',
    commits: COMMITS,
    head_commit: COMMIT,
    ...given,
  };
}

export function giteaPush(given: object = {}): object {
  return {
    ref: 'refs/heads/main',
    before: BEFORE,
    after: AFTER,
    compare_url: 'https://git.example/ada/mirror/compare/1...2',
    commits: COMMITS,
    total_commits: 1,
    head_commit: COMMIT,
    repository: { id: 1, full_name: 'ada/mirror' },
    pusher: { id: 1, login: 'ada' },
    ...given,
  };
}

export function gitlabPush(given: object = {}): object {
  return {
    object_kind: 'push',
    event_name: 'push',
    before: BEFORE,
    after: AFTER,
    ref: 'refs/heads/main',
    checkout_sha: AFTER,
    project: { id: 15, path_with_namespace: 'ada/mirror' },
    commits: COMMITS,
    total_commits_count: 1,
    ...given,
  };
}

export function bitbucketCloudPush(change: object = {}): object {
  const branch = { type: 'branch', name: 'main', target: { type: 'commit', hash: AFTER } };
  return {
    push: {
      changes: [
        {
          ...{ created: false, closed: false, forced: false, truncated: false },
          old: branch,
          new: branch,
          commits: [{ hash: AFTER, message: 'Take 1.2 of it' }],
          ...change,
        },
      ],
    },
    repository: { full_name: 'ada/mirror' },
  };
}

export function bitbucketServerPush(change: object = {}): object {
  return {
    eventKey: 'repo:refs_changed',
    changes: [
      {
        ref: { id: 'refs/heads/main', displayId: 'main', type: 'BRANCH' },
        refId: 'refs/heads/main',
        fromHash: BEFORE,
        toHash: AFTER,
        type: 'UPDATE',
        ...change,
      },
    ],
  };
}
