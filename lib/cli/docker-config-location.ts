import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where docker keeps `config.json`: docs.docker.com, "docker login", `DOCKER_CONFIG`. */
export function dockerConfigLocation(env: Readonly<Record<string, string | undefined>>): string {
  return join(env['DOCKER_CONFIG'] || join(homedir(), '.docker'), 'config.json');
}
