import { exchange } from './exchange.ts';
import type { Backend } from './gateway.ts';
import { REGION } from './physical-names.ts';

const PASSED_ON = ['authorization', 'content-type', 'x-amz-target', 'range', 'x-amz-query-mode'];
const PASSED_BACK = ['content-type', 'x-amzn-errortype', 'etag', 'x-amzn-query-error'];

/** A service at `endpoint`, which need not know who may do what. */
export function proxiedBackend(endpoint: string): Backend {
  return async ({ method, url, headers, body }) => {
    const answer = await exchange(new URL(url, endpoint), {
      method,
      headers: pick(headers, PASSED_ON),
      body,
    });
    return { ...answer, headers: pick(answer.headers, PASSED_BACK) };
  };
}

/** What a signed request says of itself, to emulators that look no further. */
export function authorization(service: string): string {
  const scope = `emulated/20260101/${REGION}/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
}

function pick(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  names: readonly string[],
): Record<string, string> {
  const entries = names.map((name) => [name, headers[name]] as const);
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
