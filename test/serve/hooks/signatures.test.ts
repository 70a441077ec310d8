import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { githubPush } from '../../support/hook-payloads.ts';
import { asHeader, hmacOf, hooksOf, SECRET } from '../../support/hook-sender.ts';

const BODY = JSON.stringify(githubPush());
const HMAC = hmacOf(BODY);
const WRONG = hmacOf(BODY, 'another');
const KEY = Buffer.alloc(32, 7);
const TOKEN = `whsec_${KEY.toString('base64')}`;

async function status(headers: Record<string, string>, secret = SECRET): Promise<number> {
  return (await hooksOf({}, secret).post(BODY, { 'X-GitHub-Event': 'push', ...headers })).status;
}

describe('a hook is believed', () => {
  it.each([
    ['GitHub', { 'X-Hub-Signature-256': `sha256=${HMAC}` }],
    ['Bitbucket', { 'X-Hub-Signature': `sha256=${HMAC}` }],
    ['Gitea', { 'X-Gitea-Signature': HMAC, 'X-Hub-Signature': 'sha1=0123' }],
    ['Forgejo', { 'X-Forgejo-Signature': HMAC }],
    ['Gogs', { 'X-Gogs-Signature': HMAC }],
    ['GitLab', { 'X-Gitlab-Token': asHeader(SECRET) }],
  ])('as %s proves it', async (_, headers) => {
    expect(await status(headers)).toBe(202);
  });
});

describe('a hook is not believed', () => {
  it.each([
    ['nothing', {}],
    ['the HMAC of another secret', { 'X-Hub-Signature-256': `sha256=${WRONG}` }],
    ['an HMAC without its algorithm', { 'X-Hub-Signature-256': HMAC }],
    [
      'SHA-1',
      { 'X-Hub-Signature': `sha1=${createHmac('sha1', SECRET).update(BODY).digest('hex')}` },
    ],
    ['a part of the HMAC', { 'X-Gitea-Signature': HMAC.slice(0, 63) }],
    ['an HMAC in capitals', { 'X-Gitea-Signature': HMAC.toUpperCase() }],
    ['nothing in the header', { 'X-Gitea-Signature': '' }],
    ['another token', { 'X-Gitlab-Token': 'another' }],
    ['an empty token', { 'X-Gitlab-Token': '' }],
    ['a token that is not ASCII', { 'X-Gitlab-Token': '\u00ff\u0000'.slice(0, 1) }],
    ['the same header twice', { 'X-Gitea-Signature': `${HMAC}, ${HMAC}` }],
    ['a standard signature of nothing', { 'webhook-signature': 'v1,' }],
  ])('for %s', async (_, headers) => {
    expect(await status(headers)).toBe(401);
  });

  it('for a body that was changed on the way', async () => {
    const { post, service } = hooksOf();
    const headers = { 'X-GitHub-Event': 'push', 'X-Hub-Signature-256': `sha256=${HMAC}` };

    expect((await post(`${BODY} `, headers)).status).toBe(401);
    expect(service.looks).toBe(0);
  });

  it('and is not told what is wrong', async () => {
    const { post } = hooksOf();
    const missing = await post(BODY, {});
    const wrong = await post(BODY, { 'X-Hub-Signature-256': `sha256=${WRONG}` });

    expect(missing).toEqual(wrong);
    expect(missing.text).not.toContain(SECRET);
  });
});

describe('a signing token of GitLab', () => {
  const NOW = Date.UTC(2026, 0, 1) / 1000;

  function standard(given: { time?: number; key?: Uint8Array; id?: string } = {}) {
    const { time = NOW, key = KEY, id = 'msg_1' } = given;
    const signature = createHmac('sha256', key).update(`${id}.${time}.${BODY}`).digest('base64');
    return {
      'webhook-id': id,
      'webhook-timestamp': String(time),
      'webhook-signature': `v1,${signature}`,
    };
  }

  it('signs id, time and body', async () => {
    expect(await status(standard(), TOKEN)).toBe(202);
  });

  it('is one of several while it is changed', async () => {
    const headers = standard();
    const several = `v1,AAAA ${headers['webhook-signature']} v2,x`;

    expect(await status({ ...headers, 'webhook-signature': several }, TOKEN)).toBe(202);
  });

  it('may be any text', async () => {
    expect(await status(standard({ key: Buffer.from(SECRET) }))).toBe(202);
  });

  it.each([
    ['another key', standard({ key: Buffer.alloc(32) })],
    ['another id', { ...standard(), 'webhook-id': 'msg_2' }],
    ['no id', standard({ id: '' })],
    ['another time', { ...standard(), 'webhook-timestamp': String(NOW + 1) }],
    ['an old time', standard({ time: NOW - 301 })],
    ['a time ahead', standard({ time: NOW + 301 })],
    ['no number', { ...standard(), 'webhook-timestamp': 'now' }],
    [
      'another version',
      { ...standard(), 'webhook-signature': standard()['webhook-signature'].replace('v1', 'v2') },
    ],
  ])('does not hold with %s', async (_, headers) => {
    expect(await status(headers, TOKEN)).toBe(401);
  });

  it.each([-300, 300])('holds within five minutes: %i s', async (seconds) => {
    expect(await status(standard({ time: NOW + seconds }), TOKEN)).toBe(202);
  });
});
