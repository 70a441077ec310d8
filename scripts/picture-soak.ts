import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawSoak } from './soak/draw-soak.ts';
import type { SoakResult } from './soak/soak-result.ts';

const DOCS = join(import.meta.dirname, '../docs');

const result: SoakResult = JSON.parse(await readFile(join(DOCS, 'soak-results.json'), 'utf8'));
await writeFile(join(DOCS, 'soak.svg'), `${drawSoak(result)}\n`);
