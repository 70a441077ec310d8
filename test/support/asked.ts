import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';

/** What `registry` was asked and how it answered, such as `HEAD /v2/app/manifests/1 200`. */
export function asked({ requests }: Pick<EmbeddedRegistry, 'requests'>): readonly string[] {
  return requests.map(({ method, path, status }) => `${method} ${path} ${status}`);
}

/** How many requests had this method and a path that matches. */
export function countAsked(
  { requests }: Pick<EmbeddedRegistry, 'requests'>,
  method: string,
  path: RegExp,
): number {
  return requests.filter((request) => request.method === method && path.test(request.path)).length;
}
