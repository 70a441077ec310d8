import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AccessOptions, imageExists } from '../../lib/library/index.ts';
import { digestOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { untilAsked } from '../support/until-asked.ts';
import { publish, useLibraryHome } from './images.ts';

const ACCOUNT = { username: 'user', password: 'correct' };

describe('imageExists', () => {
  const home = useLibraryHome();

  const ask = (tagOrDigest: string, options: AccessOptions = {}) =>
    imageExists(`${home().source.host}/app${tagOrDigest}`, { ...home().quiet, ...options });

  it('is true of a tag and of a digest that are there, and of latest', async () => {
    const built = image();
    await publish(built, home().source);
    await publish(built, home().source, 'latest');

    await expect(ask(':1')).resolves.toBe(true);
    await expect(ask(`@${digestOf(built)}`)).resolves.toBe(true);
    await expect(ask('')).resolves.toBe(true);
  });

  it('is false where there is no such tag, repository or folder', async () => {
    await expect(ask(':1')).resolves.toBe(false);

    await publish(image(), home().source);

    await expect(ask(':2')).resolves.toBe(false);
    const folder = join(home().quiet.environment.HOME, 'missing');
    await expect(imageExists(`oci:${folder}:1`, home().quiet)).resolves.toBe(false);
  });

  it.each([401, 403, 500])('throws where the registry answers %i', async (status) => {
    home().source.play({ do: { kind: 'status', status } });

    await expect(ask(':1')).rejects.toMatchObject({ kind: expect.not.stringMatching('not-found') });
  });

  it('says where credentials are given', async () => {
    home().source.play({ do: { kind: 'status', status: 401 } });

    await expect(ask(':1')).rejects.toMatchObject({
      hint: expect.stringContaining(
        `give credentials for ${home().source.host} under registries or with docker login`,
      ),
    });
  });

  it('throws for a name that is none', async () => {
    await expect(imageExists('Not A Name')).rejects.toMatchObject({ code: 'INVALID_REFERENCE' });
  });

  it('goes in with the credentials that it is given, by host or by path', async () => {
    const guarded = await home().fixture.start({
      authentication: { kind: 'basic', ...ACCOUNT },
    });
    await publish(image(), guarded);
    const exists = (key: string) =>
      imageExists(`${guarded.host}/app:1`, {
        ...home().quiet,
        registries: { [key]: { credentials: { kind: 'basic', ...ACCOUNT } } },
      });

    await expect(exists(guarded.host)).resolves.toBe(true);
    await expect(exists(`${guarded.host}/app`)).resolves.toBe(true);
    await expect(exists(`${guarded.host}/other`)).rejects.toMatchObject({ kind: 'auth' });
  });

  it('takes no key of registries that is no host', async () => {
    const registries = { 'user:secret@host/': { insecure: true } };

    const failure = await ask(':1', { registries }).catch((error: unknown) => error);

    expect(failure).toMatchObject({ name: 'SettingError' });
    expect(String(failure)).not.toContain('secret');
  });

  it('ends with the reason of its signal', async () => {
    const abort = new AbortController();
    const reason = new Error('enough');
    home().source.play({ do: { kind: 'stall' } });
    const asking = ask(':1', { signal: abort.signal });
    await untilAsked(home().source, 'HEAD', '/manifests/1');

    abort.abort(reason);

    await expect(asking).rejects.toBe(reason);
  });
});
