import { describe, expect, it } from 'vitest';
import { RequestCounter } from '../../../../scripts/bench/relay/request-counter.ts';

const FIVE_REQUESTS = [
  'GET /v2/ HTTP/1.1\r\nHost: a\r\n\r\n',
  'PUT /v2/a/manifests/1 HTTP/1.1\r\nContent-Length: 18\r\n\r\nGET / HTTP/1.1\r\n\r\n',
  'PATCH /v2/a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n',
  '12;name=value\r\nGET / HTTP/1.1\r\n\r\n\r\n1\r\na\r\n0\r\nTrailer: 1\r\n\r\n',
  'POST /v2/a HTTP/1.1\r\ncontent-length: 0\r\n\r\n',
  'HEAD /v2/ HTTP/1.1\r\n\r\n',
].join('');

describe('RequestCounter', () => {
  it.each([1, 2, 3, 7, FIVE_REQUESTS.length])(
    'counts requests that come %i bytes at a time',
    (bytes) => {
      const counter = new RequestCounter();
      const content = Buffer.from(FIVE_REQUESTS);

      for (let from = 0; from < content.byteLength; from += bytes) {
        counter.add(content.subarray(from, from + bytes));
      }

      expect(counter.requests).toBe(5);
    },
  );

  it('throws where a chunk has no size', () => {
    const counter = new RequestCounter();
    const request = 'PATCH / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nnothing\r\n';

    expect(() => counter.add(Buffer.from(request))).toThrow('"nothing" is not the size of a chunk');
  });
});
