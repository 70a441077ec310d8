import { describe, expect, it, vi } from 'vitest';
import type { TracedExchange } from '../../lib/registry/transport.ts';
import { ALICE, CREDENTIALS } from '../support/guarded-app.ts';
import { image } from '../support/image-builder.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { store } from '../support/store.ts';

const fixture = useRegistryFixture();

describe('Registries', () => {
  it.each([
    ['127.0.0.1:1', {}, 'http://127.0.0.1:1/'],
    ['localhost:1', {}, 'http://localhost:1/'],
    ['[::1]:1', {}, 'http://[::1]:1/'],
    ['127.0.0.1:1', { plainHttp: false }, 'https://127.0.0.1:1/'],
    ['registry.invalid', {}, 'https://registry.invalid/'],
    ['localhost.registry.invalid', {}, 'https://localhost.registry.invalid/'],
    ['registry.invalid:5000', { plainHttp: true }, 'http://registry.invalid:5000/'],
  ])('reaches %s with %j at %s', async (host, settings, origin) => {
    const resolving = fixture().app({ host }, { settings }).resolve('1');

    await expect(resolving).rejects.toThrow(`HEAD ${origin}v2/app/manifests/1 failed`);
  });

  it('is asked as whoever the settings of each name say', async () => {
    const registry = await fixture().start({ authentication: { kind: 'basic', ...ALICE } });
    const client = fixture().client({
      settingsOf: ({ repository }) =>
        repository.startsWith('team/')
          ? { scope: `${registry.host}/team`, credentials: CREDENTIALS }
          : {},
    });
    const resolve = (repository: string) =>
      client.open({ registry: registry.host, repository }, 'pull').resolve('1');

    await expect(resolve('team/a')).resolves.toBeUndefined();
    await expect(resolve('team/b')).resolves.toBeUndefined();
    await expect(resolve('other')).rejects.toMatchObject({ status: 401 });

    // The second name of a scope knows what the first has learned.
    expect(registry.requests.map(({ status }) => status)).toEqual([401, 404, 404, 401]);
  });

  it('surfaces settings that cannot be had where the registry is opened', () => {
    const failure = new Error('no settings');
    const client = fixture().client({
      settingsOf: () => {
        throw failure;
      },
    });

    const open = () => client.open({ registry: 'a.invalid', repository: 'app' }, 'pull');

    expect(open).toThrow(failure);
  });

  it('grants requests of all repositories of a host one number of places, whoever asks', async () => {
    const registry = await fixture().start();
    const client = fixture().client({
      settingsOf: ({ repository }) => ({ maxConnections: 2, scope: repository }),
    });
    const gate = Promise.withResolvers<void>();
    let [running, most] = [0, 0];
    vi.spyOn(registry.storage, 'listManifests').mockImplementation(async () => {
      running += 1;
      most = Math.max(most, running);
      await gate.promise;
      running -= 1;
      return [];
    });

    const resolving = Array.from({ length: 20 }, (_, number) =>
      client.open({ registry: registry.host, repository: `r${number}` }, 'pull').resolve('1'),
    );
    await vi.waitFor(() => expect(running).toBe(2));
    // Whatever was sent together with those two has arrived by the time this is answered.
    await fixture().app(registry).hasBlob(image().root.descriptor);
    gate.resolve();
    await Promise.all(resolving);

    expect(most).toBe(2);
  });

  it('tells of every exchange, of those that fail too', async () => {
    const traced: TracedExchange[] = [];
    const registry = await fixture().start();
    registry.play({ times: 1, do: { kind: 'reset' } });
    await store(image(), registry.storage, { repository: 'app', tag: '1' });

    await fixture()
      .app(registry, { trace: (exchange) => traced.push(exchange) })
      .resolve('1');

    expect(traced).toMatchObject([
      { method: 'HEAD', status: undefined },
      { method: 'HEAD', status: 200 },
    ]);
  });

  it('breaks off whatever is in flight when it is closed', async () => {
    const registry = await fixture().start();
    registry.play({ do: { kind: 'stall' } });
    const retry = { retries: 0, clock: fixture().clock, random: () => 0 };
    const client = fixture().client({ retry });
    const resolving = ['a', 'b', 'c'].map((repository) =>
      client.open({ registry: registry.host, repository }, 'pull').resolve('1'),
    );
    await expect.poll(() => registry.requests.length).toBe(3);
    const settled = Promise.allSettled(resolving);

    await client.close();

    expect((await settled).map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
  });
});
