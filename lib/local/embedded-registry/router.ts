import type { Access } from './access.ts';
import { type Answer, textAnswer } from './answer.ts';
import { Refusal } from './refusal.ts';
import type { Place, RegistryRequest } from './registry-request.ts';
import { isRepositoryName } from './repository-name.ts';

/** Answers a request, or throws a `Refusal`. */
export type Handler = (request: RegistryRequest, place: Place) => Answer | Promise<Answer>;

export interface Route {
  /** Matches a whole path; the groups `repository` and `segment` make its place. */
  readonly pattern: RegExp;
  /** What a request must be allowed to do before its handler is called; absent, anybody may call it. */
  readonly access?: (request: RegistryRequest, place: Place) => readonly Access[];
  readonly handlers: Readonly<Record<string, Handler>>;
}

/** Throws a `Refusal` unless the request may have all of `access`. */
export type Authorize = (request: RegistryRequest, access: readonly Access[]) => void;

/** Answers by the first route whose pattern matches, after authorisation. */
export function createRouter(routes: readonly Route[], authorize: Authorize) {
  return async (request: RegistryRequest): Promise<Answer> => {
    const match = findRoute(routes, request.path);
    if (!match) return pageNotFound();

    const { route, place } = match;
    if (route.access) authorize(request, route.access(request, place));
    const handler = route.handlers[request.method];
    if (!handler) throw methodNotAllowed(request.method, route);
    return await handler(request, place);
  };
}

/** What docker-registry says where it knows no route. */
export function pageNotFound(): Answer {
  return textAnswer(404, '404 page not found\n', { 'Content-Type': 'text/plain; charset=utf-8' });
}

function findRoute(routes: readonly Route[], path: string) {
  for (const route of routes) {
    const groups = route.pattern.exec(path);
    if (groups) return { route, place: placeOf(groups.groups ?? {}) };
  }
  return undefined;
}

function placeOf({ repository, segment }: Readonly<Record<string, string | undefined>>): Place {
  const name = decode(repository ?? '');
  if (repository !== undefined && !isRepositoryName(name)) {
    throw new Refusal('NAME_INVALID', `${JSON.stringify(name)} is not a repository path`);
  }
  return { repository: name, segment: decode(segment ?? '') };
}

/** Some clients send the colon of a digest as `%3A`. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Refusal('NAME_INVALID', `${JSON.stringify(text)} is not percent-encoded properly`);
  }
}

function methodNotAllowed(method: string, { handlers }: Route): Refusal {
  const allowed = Object.keys(handlers).join(', ');
  return new Refusal('UNSUPPORTED', `${method} is not one of ${allowed}`, {
    headers: { Allow: allowed },
  });
}
