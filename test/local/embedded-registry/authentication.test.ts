import { describe, expect, it } from 'vitest';
import { codeOf, request, useRegistries } from './opened-registries.ts';

const start = useRegistries();

function basic(username: string, password: string) {
  const encoded = Buffer.from(`${username}:${password}`).toString('base64');
  return { headers: { authorization: `Basic ${encoded}` } };
}

describe('basic authentication', () => {
  const authentication = { kind: 'basic', username: 'ada', password: 'pass:word' } as const;

  it('asks whoever brings no credentials', async () => {
    const answer = await request(await start({ authentication }), '/v2/');

    expect([answer.status, await codeOf(answer)]).toEqual([401, 'UNAUTHORIZED']);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm="[^"]+"$/);
  });

  it.each([
    ['ada', 'pass:word', 200],
    ['ada', 'password', 401],
    ['eve', 'pass:word', 401],
  ])('answers %s with %s by %i', async (username, password, status) => {
    const registry = await start({ authentication });

    const answer = await request(registry, '/v2/', basic(username, password));

    expect(answer.status).toBe(status);
  });
});
