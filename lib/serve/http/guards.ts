import type { HttpBindings } from '@hono/node-server';
import type { MiddlewareHandler } from 'hono';
import { type HostNames, isAllowedHost } from './allowed-host.ts';
import { refuse } from './answers.ts';

/** Where hooks are sent to. */
export const HOOK_PATH = '/hooks/push';

/**
 * Those that machines ask under whatever name they know: a probe by the name of a container, a collector by that of a
 * service. They hold numbers and sentences of ours and no name of an image; a hook proves who sends it.
 */
const FOR_MACHINES: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics', HOOK_PATH]);

/**
 * Everything comes from here, nothing stands in the page itself, and nobody frames it:
 * https://www.w3.org/TR/CSP3/. The rest keeps other sites from looking in, and this one from being told to them.
 */
const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    ...['style-src', 'script-src', 'img-src', 'connect-src'].map((kind) => `${kind} 'self'`),
    "form-action 'self'",
    ...["frame-ancestors 'none'", "base-uri 'none'"],
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Sets what browsers are told about every answer, and keeps it from caches unless the answer says otherwise. */
export const secured: MiddlewareHandler = async (context, next) => {
  await next();
  for (const [name, value] of Object.entries(HEADERS)) context.header(name, value);
  if (!context.res.headers.has('Cache-Control')) context.header('Cache-Control', 'no-store');
};

/** Ends the body of what was asked for by HEAD, which may be a stream that nobody would ever read. */
export const headOnly: MiddlewareHandler = async (context, next) => {
  await next();
  if (context.req.method === 'HEAD') await context.res.body?.cancel();
};

/** Keeps out requests under names that are not of this service. */
export function hostGuard(
  names: HostNames,
): MiddlewareHandler<{ Bindings: Partial<HttpBindings> }> {
  return async (context, next) => {
    const host = context.req.header('host');
    const localAddress = context.env?.incoming?.socket.localAddress;
    if (FOR_MACHINES.has(context.req.path) || isAllowedHost(host, localAddress, names)) {
      return await next();
    }
    return refuse(context, 421, {
      message: 'this service is not known by the name that was asked for',
      hint: 'ask for localhost, or start the service with --allow-host and the name',
    });
  };
}

/** Lets nothing through that could change something, besides hooks. */
export const readOnly: MiddlewareHandler = async (context, next) => {
  const { method, path } = context.req;
  const methods = path === HOOK_PATH ? ['POST'] : ['GET', 'HEAD'];
  if (methods.includes(method)) return await next();
  context.header('Allow', methods.join(', '));
  return refuse(context, 405, {
    message: 'the method is not allowed here',
    hint: `use ${methods.join(' or ')}`,
  });
};
