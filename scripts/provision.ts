import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { missingPrograms, packageOf } from '../test/support/programs.ts';

/**
 * Installs the Debian packages of those `programs` that are missing, where that is
 * possible, and gives those that still are. What it does is printed.
 */
export function provision<Program extends string>(
  programs: readonly Program[],
): readonly Program[] {
  const missing = missingPrograms(programs);
  if (missing.length === 0) return missing;
  const obstacle = obstacleToInstalling();
  if (obstacle === undefined) install(missing.map(packageOf));
  else process.stdout.write(`Not installing ${missing.join(' and ')}: ${obstacle}.\n`);
  return missingPrograms(programs);
}

/** Installs `programs` where that is possible; throws where one is missing after that. */
export function requirePrograms(programs: readonly string[]): void {
  const missing = provision(programs);
  if (missing.length === 0) return;
  throw new Error(`${missing.join(', ')} missing; to get it, ${howToInstall(missing)}`);
}

/** How a person gets `programs`, one sentence without a full stop. */
export function howToInstall(programs: readonly string[]): string {
  const packages = programs.map(packageOf).join(' ');
  return `on Debian, as root: apt-get install --no-install-recommends ${packages}`;
}

function obstacleToInstalling(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can install packages';
  if (!existsSync('/etc/debian_version')) return 'this is not Debian';
  if (missingPrograms(['apt-get']).length > 0) return 'there is no apt-get';
  return undefined;
}

function install(packages: readonly string[]): void {
  const settings = ['Acquire::Retries=2', 'Acquire::http::Timeout=30', 'Dpkg::Use-Pty=0'];
  const options = ['-qq', '-y', ...settings.flatMap((setting) => ['-o', setting])];
  const updated = run('apt-get', ['update', ...options]);
  if (!updated) return;
  run('apt-get', ['install', ...options, '--no-install-recommends', ...packages]);
  if (packages.includes('docker-registry')) stopPackagedRegistry();
}

/** With systemd, the package starts a registry on port 5000; tests start their own. */
function stopPackagedRegistry(): void {
  if (existsSync('/run/systemd/system')) run('systemctl', ['disable', '--now', 'docker-registry']);
}

function run(command: string, args: readonly string[]): boolean {
  process.stdout.write(`$ ${[command, ...args].join(' ')}\n`);
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    // In run level 1 invoke-rc.d starts no service, on machines without systemd.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  });
  return status === 0;
}
