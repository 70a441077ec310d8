import { describe, expect, it } from 'vitest';
import type { Authentication } from '../../lib/local/embedded-registry/authentication.ts';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { useRegistries } from '../local/embedded-registry/opened-registries.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { push } from '../support/push.ts';
import { syncDefinition } from '../support/sync-definition.ts';
import { useWorkplace } from '../support/workplace.ts';

const INDEX = index([image(), image({ platform: 'linux/arm64' })]);

const CREDENTIALS = { username: 'mirror', password: 'secret' };

const BEARER: Authentication = { kind: 'bearer', ...CREDENTIALS, expiresInSeconds: 300 };

describe('what an unchanged image costs', () => {
  const startRegistry = useRegistries();
  const workplace = useWorkplace();

  /** A definition of two tags in one repository and one in another, mirrored already. */
  async function mirrored(authentication?: Authentication) {
    const source = await startRegistry();
    const target = await startRegistry();
    await push(INDEX, source.url, { repository: 'team/app', tag: '1' });
    await push(INDEX, source.url, { repository: 'team/app', tag: '2' });
    await push(INDEX, source.url, { repository: 'team/tool', tag: '1' });
    const names = ['team/app:1', 'team/app:2', 'team/tool:1'];
    const definition = (from: EmbeddedRegistry, to: EmbeddedRegistry) => ({
      targetRepoPrefix: `${to.host}/`,
      images: names.map((name) => ({ source: `${from.host}/${name}`, target: name })),
    });
    const first = await syncDefinition(workplace(), definition(source, target));
    expect(first.statuses).toEqual(['copied', 'copied', 'copied']);

    // The same content behind a guard, which would have stood in the way of filling it.
    const guarded = (registry: EmbeddedRegistry) =>
      startRegistry({ storage: registry.storage, ...(authentication && { authentication }) });
    const sides = { source: await guarded(source), target: await guarded(target) };
    const credentials = authentication && { credentials: CREDENTIALS };
    const registries = Object.fromEntries(
      Object.values(sides).map(({ host }) => [host, credentials ?? {}]),
    );
    return { ...sides, definition: { ...definition(sides.source, sides.target), registries } };
  }

  /** The same once it is known that nothing refers to the images, which is looked up once a day. */
  async function known(authentication?: Authentication) {
    const { source, target, definition } = await mirrored(authentication);
    await syncDefinition(workplace(), definition);
    for (const registry of [source, target]) registry.clearRequests();
    return { source, target, definition };
  }

  it('is one HEAD at the source and one at the target', async () => {
    const { source, target, definition } = await known();

    const { statuses } = await syncDefinition(workplace(), definition);

    expect(statuses).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(asked(source)).toEqual(HEADS);
    expect(asked(target)).toEqual(HEADS);
  });

  it('is that and a refusal and tokens where the registries want some', async () => {
    const { source, target, definition } = await known(BEARER);

    const { statuses } = await syncDefinition(workplace(), definition);

    expect(statuses).toEqual(['unchanged', 'unchanged', 'unchanged']);
    for (const [registry, scopes] of [
      [source, ['repository:team/app:pull', 'repository:team/tool:pull']],
      [target, ['repository:team/app:pull,push', 'repository:team/tool:pull,push']],
    ] as const) {
      expect(asked(registry, 200)).toEqual(HEADS);
      expect(tokenScopes(registry)).toEqual(scopes);
      expect(refused(registry)).toBeLessThanOrEqual(HEADS.length);
    }
  });

  it('is at most 8 requests for an image without referrers when these are looked for', async () => {
    const { source, target, definition } = await mirrored();
    const [image] = definition.images;

    const { statuses } = await syncDefinition(workplace(), { ...definition, images: [image] });

    expect(statuses).toEqual(['unchanged']);
    expect(asked(source).length + asked(target).length).toBeLessThanOrEqual(8);
  });

  it('is the same for a filtered image', async () => {
    const { source, target, definition } = await mirrored();
    const filtered = {
      ...definition,
      defaults: { platforms: ['linux/amd64'], onConflict: 'overwrite' },
    };
    await syncDefinition(workplace(), filtered);
    for (const registry of [source, target]) registry.clearRequests();

    const { statuses } = await syncDefinition(workplace(), filtered);

    expect(statuses).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(asked(source)).toEqual(HEADS);
    expect(asked(target)).toEqual(HEADS);
  });

  it('is the same in a dry run', async () => {
    const { source, target, definition } = await known();

    await syncDefinition(workplace(), definition, ['--dry-run']);

    expect(asked(source)).toEqual(HEADS);
    expect(asked(target)).toEqual(HEADS);
  });
});

describe('what a new image costs', () => {
  const startRegistry = useRegistries();
  const workplace = useWorkplace();

  interface Given {
    readonly isNew: boolean;
    readonly authentication?: Authentication;
  }

  async function copied({ isNew, ...guard }: Given) {
    const [full, other] = [await startRegistry(), await startRegistry()];
    await push(INDEX, full.url, { repository: 'team/app', tag: '1' });
    if (!isNew) await push(image({ seed: 2 }), other.url, { repository: 'team/app', tag: '0' });
    const source = await startRegistry({ storage: full.storage, ...guard });
    const target = await startRegistry({ storage: other.storage, ...guard });
    const credentials = guard.authentication ? { credentials: CREDENTIALS } : {};
    const definition = {
      targetRepoPrefix: `${target.host}/`,
      defaults: { referrers: false },
      images: [{ source: `${source.host}/team/app:1`, target: 'team/app:1' }],
      registries: { [source.host]: credentials, [target.host]: credentials },
    };
    const { statuses } = await syncDefinition(workplace(), definition);
    expect(statuses).toEqual(['copied']);
    return { source, target };
  }

  it('is one request for each manifest and blob at the source, and a look at the tag', async () => {
    const { source } = await copied({ isNew: true });

    expect(kinds(source)).toEqual({ 'HEAD manifests': 1, 'GET manifests': 3, 'GET blobs': 6 });
  });

  it('is two for each blob and one for each manifest at the target, and four looks', async () => {
    const { target } = await copied({ isNew: true });

    expect(kinds(target)).toEqual({
      'GET tags': 1,
      'HEAD manifests': 3,
      'POST blobs': 6,
      'PUT blobs': 6,
      'PUT manifests': 3,
    });
  });

  it('is one token more at each, and the refusal that tells where', async () => {
    const { source, target } = await copied({ isNew: true, authentication: BEARER });

    expect(tokenScopes(source)).toEqual(['repository:team/app:pull']);
    expect(tokenScopes(target)).toEqual(['repository:team/app:pull,push']);
    expect([refused(source), refused(target)]).toEqual([1, 1]);
    expect([asked(source).length, asked(target).length]).toEqual([10 + 1, 19 + 1]);
  });

  it('is a look for each blob besides where the repository has other images', async () => {
    const { target } = await copied({ isNew: false });

    expect(kinds(target)).toEqual({
      'GET tags': 1,
      'HEAD manifests': 4,
      'HEAD blobs': 6,
      'POST blobs': 6,
      'PUT blobs': 6,
      'PUT manifests': 3,
    });
  });
});

/** How often each method asked for which kind of thing. */
function kinds({ requests }: EmbeddedRegistry): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { method, path } of requests) {
    const kind = `${method} ${path.split('/')[4]}`;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

const HEADS = [
  'HEAD /v2/team/app/manifests/1',
  'HEAD /v2/team/app/manifests/2',
  'HEAD /v2/team/tool/manifests/1',
];

/** Requests in an order of their own, beside those for tokens; only those that were answered with `status` where it is given. */
function asked({ requests }: EmbeddedRegistry, status?: number): readonly string[] {
  return requests
    .filter(({ path }) => path !== '/token')
    .filter((request) => status === undefined || request.status === status)
    .map(({ method, path }) => `${method} ${path}`)
    .sort();
}

function tokenScopes({ requests }: EmbeddedRegistry): readonly (string | null)[] {
  return requests
    .filter(({ path }) => path === '/token')
    .map(({ query }) => query.get('scope'))
    .sort();
}

function refused({ requests }: EmbeddedRegistry): number {
  return requests.filter(({ status }) => status === 401).length;
}
