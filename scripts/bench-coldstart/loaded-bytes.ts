import type { Metafile } from 'esbuild';
import type { HandlerName } from '../build/bundle-handlers.ts';

/** The bytes of all files that are loaded with `handler`: its own and what they import, not what they import late. */
export function loadedBytes({ outputs }: Metafile, handler: HandlerName): number {
  const loaded = new Set<string>();
  const load = (file: string): void => {
    const output = outputs[file];
    if (!output || loaded.has(file)) return;
    loaded.add(file);
    for (const { kind, path } of output.imports) if (kind === 'import-statement') load(path);
  };

  const entry = Object.keys(outputs).find((file) => file.endsWith(`/${handler}.mjs`));
  if (entry === undefined) throw new Error(`there is no bundle of ${handler}`);
  load(entry);
  return [...loaded].reduce((bytes, file) => bytes + (outputs[file]?.bytes ?? 0), 0);
}
