import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { asked } from '../support/asked.ts';
import { begun } from '../support/begun.ts';
import { content } from '../support/built.ts';
import { chunksOf } from '../support/chunks.ts';
import { SeededRandom } from '../support/random.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { storeContent } from '../support/store.ts';

const UPLOADS = '/v2/app/blobs/uploads/';
const { descriptor, bytes } = content(new SeededRandom('blob').bytes(1000), 'text/plain');

const fixture = useRegistryFixture();
let registry: EmbeddedRegistry;
let repository: Repository;

beforeEach(async () => {
  registry = await fixture().start();
  await storeContent({ descriptor, bytes }, registry.storage, 'team/base');
  repository = fixture().app(registry);
});

describe('a mount', () => {
  const mountFrom = { mountFrom: 'team/base' };

  it('moves no bytes', async () => {
    expect(await repository.startUpload(descriptor, mountFrom)).toBe('mounted');

    expect(asked(registry)).toEqual([`POST ${UPLOADS} 201`]);
    expect(registry.requests[0]?.query.get('mount')).toBe(descriptor.digest);
    expect(registry.requests[0]?.query.get('from')).toBe('team/base');
    expect(await repository.fetchBlob(descriptor)).toEqual(bytes);
  });

  it('that is not done becomes an upload', async () => {
    const upload = await begun(repository.startUpload(descriptor, { mountFrom: 'team/other' }));

    await upload.write(chunksOf(bytes));

    expect(asked(registry)).toEqual([`POST ${UPLOADS} 202`, expect.stringMatching(/^PUT .* 201$/)]);
  });

  it.each([400, 401, 403, 404, 405])(
    'that is refused with %i becomes an upload',
    async (status) => {
      registry.play({ method: 'POST', path: /mount=/, do: { kind: 'status', status } });
      const upload = await begun(repository.startUpload(descriptor, mountFrom));

      await upload.write(chunksOf(bytes));

      expect(await repository.fetchBlob(descriptor)).toEqual(bytes);
    },
  );

  it('asks for the right to pull there in the same token', async () => {
    const guarded = await fixture().start({ authentication: { kind: 'bearer' } });
    await storeContent({ descriptor, bytes }, guarded.storage, 'team/base');

    await fixture().app(guarded).startUpload(descriptor, mountFrom);

    const token = guarded.requests.find(({ path }) => path === '/token');
    expect(token?.query.getAll('scope')).toEqual([
      'repository:app:pull,push',
      'repository:team/base:pull',
    ]);
  });
});
