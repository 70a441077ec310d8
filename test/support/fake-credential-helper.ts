import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Installs `docker-credential-<name>` into `folder`: it writes down what it is asked, then runs `script` in a shell. */
export async function installHelper(folder: string, name: string, script: string): Promise<void> {
  const program = join(folder, `docker-credential-${name}`);
  await writeFile(
    program,
    `#!/bin/sh\necho "$1 $(cat)" >> '${join(folder, 'asked')}'\n${script}\n`,
  );
  await chmod(program, 0o755);
}

/** A script's line that answers as a helper does. */
export function answers(username: string, secret: string): string {
  const answer = { ServerURL: 'https://ignored.example', Username: username, Secret: secret };
  return `echo '${JSON.stringify(answer)}'`;
}

/** What the helpers in `folder` were asked, a line each: the command and what stood on stdin. */
export async function asked(folder: string): Promise<readonly string[]> {
  const lines = await readFile(join(folder, 'asked'), 'utf8');
  return lines.trimEnd().split('\n');
}

/** Variables with which the helpers in `folder` are found, and a shell for them. */
export function helperEnvironment(folder: string): { readonly PATH: string } {
  return { PATH: `${folder}:/usr/bin:/bin` };
}
