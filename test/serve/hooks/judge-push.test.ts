import { describe, expect, it } from 'vitest';
import {
  bitbucketCloudPush,
  bitbucketServerPush,
  COMMITS,
  giteaPush,
  githubPush,
  gitlabPush,
  NO_COMMIT,
} from '../../support/hook-payloads.ts';
import { hooksOf } from '../../support/hook-sender.ts';

const GITHUB = { 'X-GitHub-Event': 'push' };
const GITEA = { 'X-Gitea-Event': 'push', 'X-Gogs-Event': 'push' };
const GITLAB = { 'X-Gitlab-Event': 'Push Hook' };
const CLOUD = { 'X-Event-Key': 'repo:push' };
const SERVER = { 'X-Event-Key': 'repo:refs_changed' };
const MAIN = { branch: 'main' };
const IMAGES = { paths: ['images.yaml'] };

async function judged(payload: object, headers: Record<string, string>, filter: object = {}) {
  const { push, service } = hooksOf(filter);
  const { accepted, reason } = await push(payload, headers);
  expect(service.looks).toBe(accepted ? 1 : 0);
  return { accepted, reason };
}

const PUSHES = [
  ['GitHub', GITHUB, githubPush],
  ['Gitea', GITEA, giteaPush],
  ['GitLab', GITLAB, gitlabPush],
] as const;
const BITBUCKETS = [
  ['Bitbucket Cloud', CLOUD, bitbucketCloudPush],
  ['Bitbucket Server', SERVER, bitbucketServerPush],
] as const;

describe.each([...PUSHES, ...BITBUCKETS])('a push at %s', (_, headers, push) => {
  it('counts', async () => {
    expect(await judged(push(), headers)).toMatchObject({ accepted: true });
  });

  it('counts to the branch that hooks are about alone', async () => {
    expect(await judged(push(), headers, MAIN)).toMatchObject({ accepted: true });
    expect(await judged(push(), headers, { branch: 'mai' })).toEqual({
      accepted: false,
      reason: 'refs/heads/main is not the branch mai, which hooks are about',
    });
  });
});

describe.each(PUSHES)('a push at %s', (_, headers, push) => {
  it('counts where a changed file matches', async () => {
    expect(await judged(push(), headers, IMAGES)).toEqual({
      accepted: true,
      reason: 'a push to refs/heads/main that changed images.yaml',
    });
    expect(await judged(push(), headers, { paths: ['x', 'docs/ä.*'] })).toMatchObject({
      accepted: true,
    });
    expect(await judged(push(), headers, { paths: ['other/*', '*.yml'] })).toEqual({
      accepted: false,
      reason: 'no changed file matches other/* or *.yml',
    });
  });

  it('counts for a file that was removed', async () => {
    const commits = [{ ...COMMITS[0], modified: [], removed: ['images.yaml'] }];

    expect(await judged(push({ commits }), headers, IMAGES)).toMatchObject({ accepted: true });
  });

  it.each([
    ['no commits', { commits: [] }],
    ['no list of commits', { commits: null }],
    ['commits without files', { commits: [{ id: 'x' }] }],
    ['a new branch', { before: NO_COMMIT, commits: [{ added: ['x'] }] }],
  ])('counts whatever changed where it has %s', async (_case, given) => {
    const { accepted, reason } = await judged(push(given), headers, { paths: ['other'] });

    expect(accepted).toBe(true);
    expect(reason).toContain('does not tell every file');
  });

  it('does not count for a branch that is deleted, or a tag', async () => {
    expect(await judged(push({ after: NO_COMMIT }), headers)).toEqual({
      accepted: false,
      reason: 'refs/heads/main was deleted',
    });
    expect(await judged(push({ ref: 'refs/tags/v1' }), headers)).toEqual({
      accepted: false,
      reason: 'refs/tags/v1 is no branch',
    });
  });
});

describe.each(BITBUCKETS)('a push at %s', (_, headers, push) => {
  it('counts whatever changed, as it names no file', async () => {
    expect(await judged(push(), headers, { paths: ['other'] })).toMatchObject({ accepted: true });
  });
});

it('a branch that GitHub says is deleted does not count', async () => {
  expect(await judged(githubPush({ deleted: true }), GITHUB)).toMatchObject({ accepted: false });
});

describe('a list of commits', () => {
  const elsewhere = { added: ['elsewhere'], modified: [], removed: [] };
  const commits = (length: number) => Array.from({ length }, () => elsewhere);
  const FILTER = { paths: ['images.yaml'] };

  it.each([
    ['GitLab', GITLAB, gitlabPush({ commits: commits(20), total_commits_count: 21 })],
    ['Gitea', GITEA, giteaPush({ commits: commits(5), total_commits: 6 })],
    ['an old Gitea or Gogs', GITEA, giteaPush({ commits: commits(5), total_commits: undefined })],
    ['GitHub', GITHUB, githubPush({ commits: commits(2048) })],
    ['a push by force at GitHub', GITHUB, githubPush({ commits: commits(1), forced: true })],
  ])('that %s has cut short may hide a file', async (_, headers, payload) => {
    expect(await judged(payload, headers, FILTER)).toMatchObject({ accepted: true });
  });

  it.each([
    ['GitLab', GITLAB, gitlabPush({ commits: commits(20), total_commits_count: 20 })],
    ['Gitea', GITEA, giteaPush({ commits: commits(5), total_commits: 5 })],
    ['an old Gitea or Gogs', GITEA, giteaPush({ commits: commits(4), total_commits: undefined })],
    ['GitHub', GITHUB, githubPush({ commits: commits(2047) })],
  ])('that %s has in full hides nothing', async (_, headers, payload) => {
    expect(await judged(payload, headers, FILTER)).toMatchObject({ accepted: false });
  });

  it('may have an empty merge', async () => {
    const merge = { added: [], modified: [], removed: null };

    expect(await judged(githubPush({ commits: [merge, elsewhere] }), GITHUB, FILTER)).toMatchObject(
      { accepted: false },
    );
  });
});

describe('what Bitbucket tells', () => {
  it.each([
    ['a tag', CLOUD, bitbucketCloudPush({ new: { type: 'tag', name: 'v1' } })],
    ['a deleted branch', CLOUD, bitbucketCloudPush({ new: null, closed: true })],
    ['a tag', SERVER, bitbucketServerPush({ ref: { id: 'refs/tags/v1' } })],
    ['a deleted branch', SERVER, bitbucketServerPush({ type: 'DELETE' })],
    ['nothing', CLOUD, { push: { changes: [] } }],
  ])('does not count for %s', async (_, headers, payload) => {
    expect(await judged(payload, headers)).toMatchObject({ accepted: false });
  });

  it('counts where one of its changes does', async () => {
    const changes = [
      { ref: { id: 'refs/heads/other' }, type: 'UPDATE' },
      { ref: { id: 'refs/heads/main' }, type: 'UPDATE' },
    ];

    expect(await judged({ changes }, SERVER, MAIN)).toMatchObject({ accepted: true });
  });
});
