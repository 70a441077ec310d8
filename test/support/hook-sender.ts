import { createHmac } from 'node:crypto';
import { Secret } from '../../lib/secret.ts';
import { createHooks, type HookRules } from '../../lib/serve/hooks/create-hooks.ts';
import type { PushFilter } from '../../lib/serve/hooks/judge-push.ts';
import { MemoryService } from './memory-service.ts';

/** Is not ASCII, as a secret may be. */
export const SECRET = 's3cret ünïcode';

/** The HMAC of a body, in hexadecimal. */
export function hmacOf(body: string | Uint8Array, secret = SECRET): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

/** Text as the bytes that a header carries, of which each is one character to whoever reads it. */
export function asHeader(text: string): string {
  return Buffer.from(text).toString('latin1');
}

/** Hooks of a service, with how often it was made to look. */
export function hooksOf(filter: Partial<PushFilter> = {}, secret = SECRET) {
  const service = new MemoryService();
  const rules: HookRules = { secret: new Secret(secret), paths: [], ...filter };
  const app = createHooks({
    attention: service,
    clock: service.clock,
    listener: (event) => service.emit(event),
    rules,
  });
  const post = async (
    body: string | Uint8Array<ArrayBuffer> | ReadableStream,
    headers: Readonly<Record<string, string>>,
    init: RequestInit & { readonly duplex?: 'half' } = {},
  ) => {
    const response = await app.request('/', { method: 'POST', body, headers, ...init });
    return { status: response.status, text: await response.text() };
  };
  /** With headers that name the event, signed as GitHub does. */
  const push = async (
    payload: object,
    event: Readonly<Record<string, string>> = { 'X-GitHub-Event': 'push' },
  ) => {
    const body = JSON.stringify(payload);
    const signature = `sha256=${hmacOf(body, secret)}`;
    const { status, text } = await post(body, { ...event, 'X-Hub-Signature-256': signature });
    return { status, ...JSON.parse(text) };
  };
  return { service, post, push };
}
