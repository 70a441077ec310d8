import { describe, expect, it } from 'vitest';
import { authFilesOf } from '../../lib/local/auth-files.ts';

describe('authFilesOf', () => {
  it("names podman's files, then docker's", () => {
    const environment = {
      HOME: '/home/ada',
      XDG_RUNTIME_DIR: '/run/user/1',
      REGISTRY_AUTH_FILE: '/etc/auth.json',
    };

    expect(authFilesOf(environment)).toEqual([
      { file: '/etc/auth.json', rule: 'podman' },
      { file: '/run/user/1/containers/auth.json', rule: 'podman' },
      { file: '/home/ada/.config/containers/auth.json', rule: 'podman' },
      { file: '/home/ada/.docker/config.json', rule: 'docker' },
    ]);
  });

  it('follows the folders that the environment names, and leaves out those that it does not', () => {
    const environment = { HOME: '/home/ada', XDG_CONFIG_HOME: '/conf', DOCKER_CONFIG: '/docker' };

    expect(authFilesOf(environment).map(({ file }) => file)).toEqual([
      '/conf/containers/auth.json',
      '/docker/config.json',
    ]);
  });
});
