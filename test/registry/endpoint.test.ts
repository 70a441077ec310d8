import { describe, expect, it } from 'vitest';
import { ConnectionError } from '../../lib/registry/connection-error.ts';
import { Endpoint } from '../../lib/registry/endpoint.ts';
import type { WireRequest, WireResponse } from '../../lib/registry/transport.ts';

/** A network in which each origin answers, or fails with the code of an error. */
function network(origins: Readonly<Record<string, 'answers' | string>>) {
  const asked: string[] = [];
  const send = async ({ method, url }: WireRequest): Promise<WireResponse> => {
    asked.push(url.href);
    const fate = origins[url.origin] ?? 'ENOTFOUND';
    if (fate !== 'answers') {
      throw new ConnectionError({ method, url }, Object.assign(new Error(fate), { code: fate }));
    }
    const nothing = {
      leadsTo: 'public' as const,
      onEnd: () => {},
      discard: async () => {},
      close: () => {},
    };
    const body = (async function* () {})();
    return { method, url, status: 401, headers: {}, body, ...nothing };
  };
  return { asked, send };
}

function endpointOf(url: string, transport: ReturnType<typeof network>): Endpoint {
  return new Endpoint({ url: new URL(url), mayBePlain: true, transport });
}

const PLAIN = 'ERR_SSL_WRONG_VERSION_NUMBER';

describe('Endpoint', () => {
  it('is not looked for where it cannot be plain', async () => {
    const transport = network({});
    const url = new URL('https://a.example');
    const endpoint = new Endpoint({ url, mayBePlain: false, transport });

    await endpoint.settle({});

    expect(transport.asked).toEqual([]);
    expect(endpoint.url).toBe(url);
  });

  it.each([
    ['https://a.example/', { 'https://a.example': 'answers' }, 'https://a.example/'],
    ['https://a.example/', { 'https://a.example': PLAIN }, 'http://a.example/'],
    ['https://a.example:5000/', { 'https://a.example:5000': PLAIN }, 'http://a.example:5000/'],
    [
      'https://a.example/',
      { 'https://a.example': 'ECONNREFUSED', 'http://a.example': 'answers' },
      'http://a.example/',
    ],
  ])('of %s with %j is %s', async (url, origins, found) => {
    const endpoint = endpointOf(url, network(origins));

    await endpoint.settle({});

    expect(endpoint.url.href).toBe(found);
  });

  it.each([
    ['TLS that fails', 'https://a.example', { 'https://a.example': 'CERT_HAS_EXPIRED' }],
    ['a reset', 'https://a.example', { 'https://a.example': 'ECONNRESET' }],
    ['a closed port', 'https://a.example:5000', { 'https://a.example:5000': 'ECONNREFUSED' }],
    [
      'two closed ports',
      'https://a.example',
      { 'https://a.example': 'ECONNREFUSED', 'http://a.example': 'ECONNREFUSED' },
    ],
  ])('is never plain because of %s', async (_, url, origins) => {
    const endpoint = endpointOf(url, network(origins));

    await expect(endpoint.settle({})).rejects.toThrow(`GET ${url}/v2/ failed`);

    expect(endpoint.url.protocol).toBe('https:');
  });

  it('is looked for once, by however many', async () => {
    const transport = network({ 'https://a.example': PLAIN });
    const endpoint = endpointOf('https://a.example', transport);

    await Promise.all([endpoint.settle({}), endpoint.settle({})]);
    await endpoint.settle({});

    expect(transport.asked).toEqual(['https://a.example/v2/']);
  });

  it('is looked for again after a failure', async () => {
    const transport = network({ 'https://a.example': 'ECONNRESET' });
    const endpoint = endpointOf('https://a.example', transport);

    await endpoint.settle({}).catch(() => {});
    await endpoint.settle({}).catch(() => {});

    expect(transport.asked).toHaveLength(2);
  });

  it('is not waited for after an abort', async () => {
    const reason = new Error('stop');
    const endpoint = endpointOf('https://a.example', network({ 'https://a.example': PLAIN }));

    await expect(endpoint.settle({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('corrects URLs of its own that were made before, and no others', async () => {
    const endpoint = endpointOf('https://a.example', network({ 'https://a.example': PLAIN }));
    await endpoint.settle({});

    const located = (url: string) => endpoint.located(new URL(url)).href;

    expect(located('https://a.example/v2/app?n=1')).toBe('http://a.example/v2/app?n=1');
    expect(located('https://b.example/v2/app')).toBe('https://b.example/v2/app');
  });
});
