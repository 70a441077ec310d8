import { describe, expect, it } from 'vitest';
import { useWorkplace } from '../support/workplace.ts';

const PASSWORD = 'pa$$w';

describe('image-syncer convert', () => {
  const workplace = useWorkplace();

  it('writes two files of Aliyun as one of ours, variables as they are', async () => {
    await workplace().write('images.json', { 'quay.io/acme/api:v1': 'reg.example/m/api' });
    await workplace().write('auth.json', {
      'quay.io': { username: '$QUAY_USER', password: '$QUAY_PASSWORD' },
    });

    const files = ['--images', 'images.json', '--auth', 'auth.json'];
    const { exitCode, stdout, stderr } = await workplace().run(['convert', ...files]);

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('source: quay.io/acme/api:v1');
    expect(stdout).toContain('$QUAY_USER');
    await workplace().write('images.yaml', stdout);
    const env = { QUAY_USER: 'u', QUAY_PASSWORD: 'p' };
    expect((await workplace().run(['validate'], env)).exitCode).toBe(0);
  });

  it('warns on stderr of passwords that it prints, without printing them there', async () => {
    await workplace().write('c.yaml', {
      auth: { 'quay.io': { username: 'u', password: PASSWORD } },
      images: { 'quay.io/acme/api:v1': 'reg.example/m/api' },
    });

    const { stdout, stderr } = await workplace().run(['convert', '--config', 'c.yaml']);

    expect(stdout).toContain(PASSWORD);
    expect(stderr).toMatch(/^warning: the output holds 1 password or token in plain text\n/);
    expect(stderr).not.toContain(PASSWORD);
  });

  it('keeps what the command line says in place of the file', async () => {
    await workplace().write('images.json', { 'quay.io/acme/api:v1': 'reg.example/m/api' });

    const args = ['--images', 'images.json', '--os', 'linux', '--on-conflict', 'keep'];
    const { stdout } = await workplace().run(['convert', ...args]);

    expect(stdout).toContain('linux/*');
    expect(stdout).toContain('onConflict: keep');
  });

  it.each([
    [[], 'target: m/busybox:1'],
    [['--library-names'], 'target: m/library/busybox:1'],
  ])('keeps with %j where images go', async (args, target) => {
    await workplace().write('images.yaml', { images: [{ source: 'busybox:1' }] });

    const { stdout } = await workplace().run(['convert', '-r', 'reg.example/m/', ...args]);

    expect(stdout).toContain('targetRepoPrefix: reg.example/\n');
    expect(stdout).toContain(target);
  });

  it('prints nothing of a file that is wrong', async () => {
    await workplace().write('images.yaml', 'images: 5');

    const { exitCode, stdout, stderr } = await workplace().run(['convert']);

    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('images.yaml:1:9');
  });
});
