import type { Proxies } from './proxy.ts';
import { SettingError } from './setting-error.ts';

/** Variables by name, as a process has them. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxies that the environment names, as Go's programs and curl understand it: lower case first,
 * a URL or `host:port`. Throws `SettingError`, which quotes no URL, since that may hold a password.
 */
export function proxiesOf(environment: Environment): Proxies {
  const http = proxyIn(environment, 'HTTP_PROXY');
  const https = proxyIn(environment, 'HTTPS_PROXY');
  const noProxy = environment['no_proxy'] || environment['NO_PROXY'];
  return { ...(http && { http }), ...(https && { https }), ...(noProxy && { noProxy }) };
}

function proxyIn(environment: Environment, name: string): URL | undefined {
  const lower = name.toLowerCase();
  const variable = environment[lower] ? lower : name;
  const text = environment[variable];
  return text ? parseProxy(text, `the environment variable ${variable}`) : undefined;
}

/** Reads the URL of a proxy that `place` names; http where it has no scheme. */
export function parseProxy(text: string, place: string): URL {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (url && (url.protocol === 'http:' || url.protocol === 'https:') && isDecodable(url))
    return url;
  throw new SettingError(
    `${place} names no proxy that can be used`,
    'write http://host:port or https://host:port, user and password percent-encoded',
  );
}

function isDecodable({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}
