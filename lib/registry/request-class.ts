import type { Asked } from './errors.ts';
import type { RequestClass } from './throttles.ts';

const MANIFEST = /\/manifests\/[^/]+$/;

/** Wherever `Location` has led an upload: what writes and is no manifest belongs to one. */
export function classOf({ method, url }: Asked): RequestClass {
  const isManifest = MANIFEST.test(url.pathname);
  if (method === 'GET' && isManifest) return 'pull';
  if (method === 'GET' || method === 'HEAD') return 'read';
  return isManifest ? 'manifest-put' : 'write';
}

/** Of which requests a registry speaks when it tells how many are left: HEAD of a manifest tells the budget of pulls. */
export function budgetClassOf(asked: Asked): RequestClass {
  const isHead = asked.method === 'HEAD' && MANIFEST.test(asked.url.pathname);
  return isHead ? 'pull' : classOf(asked);
}
