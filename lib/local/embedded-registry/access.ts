import type { Place, RegistryRequest } from './registry-request.ts';

/** Leave to act on one resource, as a token's scope grants it: distribution, "Token Scope Documentation". */
export interface Access {
  readonly type: string;
  readonly name: string;
  readonly actions: readonly string[];
}

/** Manifests, blobs and lists: reading pulls, writing needs both, deleting stands alone. */
export function repositoryAccess(
  { method }: RegistryRequest,
  { repository }: Place,
): readonly Access[] {
  return [accessTo(repository, actionsFor(method))];
}

/** Upload sessions: whoever may push may also look at the session and cancel it, and a mount pulls. */
export function uploadAccess({ query }: RegistryRequest, { repository }: Place): readonly Access[] {
  const mountFrom = query.get('from');
  return [
    accessTo(repository, ['pull', 'push']),
    ...(mountFrom === null ? [] : [accessTo(mountFrom, ['pull'])]),
  ];
}

/** The list of all repositories. */
export function catalogAccess(): readonly Access[] {
  return [{ type: 'registry', name: 'catalog', actions: ['*'] }];
}

/** Parses `type:name:action,action`; a name may have colons of its own. */
export function parseScope(scope: string): Access {
  const [, type = '', name = '', actions = ''] = /^([^:]*):(.*):([^:]*)$/.exec(scope) ?? [];
  return { type, name, actions: actions.split(',') };
}

export function formatScope({ type, name, actions }: Access): string {
  return `${type}:${name}:${actions.join(',')}`;
}

function accessTo(name: string, actions: readonly string[]): Access {
  return { type: 'repository', name, actions };
}

function actionsFor(method: string): readonly string[] {
  if (method === 'DELETE') return ['delete'];
  return method === 'GET' || method === 'HEAD' ? ['pull'] : ['pull', 'push'];
}
