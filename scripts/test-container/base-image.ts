import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Fills `folder`, to build an image from, with this process's Node and the libraries that it is linked with, and nothing else. */
export function writeBaseImage(folder: string): void {
  const { stdout } = spawnSync('ldd', [process.execPath], { encoding: 'utf8' });
  const libraries = stdout.match(/\/\S+/g) ?? [];
  const files = [[process.execPath, '/usr/bin/node'], ...libraries.map((file) => [file, file])];
  for (const [from = '', to = ''] of files) {
    mkdirSync(join(folder, 'files', dirname(to)), { recursive: true });
    copyFileSync(from, join(folder, 'files', to));
  }
  writeFileSync(join(folder, 'Containerfile'), 'FROM scratch\nCOPY files /\nENV PATH=/usr/bin\n');
}
