import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../definition/definition.ts';
import { dockerConfigPath } from './docker-config-file.ts';
import type { KeyRule } from './docker-registry-key.ts';

/** A file in which a container tool keeps logins; it need not exist. */
export interface AuthFile {
  readonly file: string;
  /** Whose file it is. */
  readonly rule: KeyRule;
}

/** Where podman and its relatives look (containers-auth.json(5)), then Docker's file; the first that knows a registry counts. */
export function authFilesOf(environment: Environment): readonly AuthFile[] {
  const home = environment['HOME'] || homedir();
  const runtime = environment['XDG_RUNTIME_DIR'];
  const files = [
    environment['REGISTRY_AUTH_FILE'],
    runtime && join(runtime, 'containers/auth.json'),
    join(environment['XDG_CONFIG_HOME'] || join(home, '.config'), 'containers/auth.json'),
  ];
  return [
    ...files.flatMap((file) => (file ? [{ file, rule: 'podman' } as const] : [])),
    { file: dockerConfigPath(environment), rule: 'docker' },
  ];
}
