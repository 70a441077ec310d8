import { describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { useRegistries } from '../local/embedded-registry/opened-registries.ts';
import { gatedStorage } from '../support/gated-storage.ts';
import { image } from '../support/image-builder.ts';
import { missingContent } from '../support/missing-content.ts';
import { push } from '../support/push.ts';
import { readReport } from '../support/sync-definition.ts';
import { useWorkplace } from '../support/workplace.ts';

const NAMES = Array.from({ length: 12 }, (_, position) => `app-${position}`);

describe('two processes that share a ledger', () => {
  const startRegistry = useRegistries();
  const workplace = useWorkplace();

  it('both end well, and between them write every tag once', async () => {
    const { storage, open } = gatedStorage();
    const source = await startRegistry();
    const target = await startRegistry({ storage });
    for (const [seed, repository] of NAMES.entries()) {
      await push(image({ seed }), source.url, { repository, tag: '1' });
    }
    source.clearRequests();
    await workplace().write('images.yaml', {
      images: NAMES.map((name) => ({
        source: `${source.host}/${name}:1`,
        target: `${target.host}/${name}`,
      })),
    });

    const run = () => workplace().run(['--output', 'json', '--proc', String(NAMES.length)]);
    const running = Promise.all([run(), run()]);
    // Nothing arrives before both have found that everything is missing.
    await expect.poll(() => comparisons(source), { timeout: 20_000 }).toBe(2 * NAMES.length);
    open();

    const [first, second] = (await running).map(readReport);
    expect([first?.exitCode, second?.exitCode]).toEqual([0, 0]);
    for (const position of NAMES.keys()) {
      const statuses = [first?.statuses[position], second?.statuses[position]];
      expect(statuses.sort()).toEqual(['copied', 'unchanged']);
    }
    expect(taggings(target)).toEqual(NAMES.map((name) => `/v2/${name}/manifests/1`).sort());
    for (const name of NAMES) expect(await missingContent(target.url, name, '1')).toEqual([]);
    expect(target.uploads).toBe(0);
  });
});

function comparisons({ requests }: EmbeddedRegistry): number {
  return requests.filter(({ method, status }) => method === 'HEAD' && status === 200).length;
}

function taggings({ requests }: EmbeddedRegistry): readonly string[] {
  return requests
    .filter(({ method, path }) => method === 'PUT' && path.endsWith('/manifests/1'))
    .map(({ path }) => path)
    .sort();
}
