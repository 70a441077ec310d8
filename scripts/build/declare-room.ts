import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '../..');

/** Writes the declarations of a room of `lib` into `folder`: those that its index leads to, of hundreds in the sources. */
export async function declareRoom(room: string, folder: string): Promise<void> {
  const all = await mkdtemp(join(tmpdir(), 'declarations-'));
  try {
    await emitDeclarations(room, all);
    for (const [file, text] of await reachable(join(all, room, 'index.d.ts'))) {
      const place = join(folder, relative(all, file));
      await mkdir(dirname(place), { recursive: true });
      await writeFile(place, text);
    }
  } finally {
    await rm(all, { recursive: true });
  }
}

async function emitDeclarations(room: string, folder: string): Promise<void> {
  const project = join(folder, 'tsconfig.json');
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: join(ROOT, 'lib'),
    outDir: folder,
    typeRoots: [join(ROOT, 'node_modules/@types')],
  };
  const files = [join(ROOT, 'lib', room, 'index.ts')];
  const base = join(ROOT, 'tsconfig.json');
  await writeFile(project, JSON.stringify({ extends: base, compilerOptions, include: [], files }));
  await promisify(execFile)(join(ROOT, 'node_modules/.bin/tsc'), ['--project', project]);
}

const SPECIFIER = /(?<=\b(?:from|import\()\s*['"])(\.[^'"]+)\.ts(?=['"])/g;

/** The text of `entry` and of every file that it leads to; consumers cannot resolve `.ts` as the sources do. */
async function reachable(entry: string): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  const read = async (file: string): Promise<void> => {
    if (texts.has(file)) return;
    const text = await readFile(file, 'utf8');
    texts.set(file, text.replaceAll(SPECIFIER, '$1.js'));
    for (const [, path] of text.matchAll(SPECIFIER))
      await read(join(dirname(file), `${path}.d.ts`));
  };
  await read(entry);
  return texts;
}
