import { type Catalogue, TARGET_HOST } from './catalogue.ts';

/** images.yaml with an entry for each repository, all tags of it. */
export function definitionText(catalogue: Catalogue): string {
  const entries = catalogue.repositories.map(
    ({ host, name, targetName }) =>
      `  - { source: ${host}/${name}, target: ${TARGET_HOST}/${targetName}, tags: { semver: "*" } }`,
  );
  return ['images:', ...entries, ''].join('\n');
}
