import type { SoakImage } from './soak-image.ts';

/** The two registries as the service is told of them. */
export interface Hosts {
  readonly source: string;
  readonly target: string;
}

/** Where an image of the source has its copy. */
export function targetRepository({ repository }: Pick<SoakImage, 'repository'>): string {
  return `mirror/${repository}`;
}

/** What the ledger calls it. */
export function targetName(image: SoakImage, { target }: Hosts): string {
  return `${target}/${targetRepository(image)}:${image.tag}`;
}

/** The definition of `images`. */
export function definitionText(images: readonly SoakImage[], hosts: Hosts): string {
  const entries = images.map((image) =>
    [
      `  - source: ${hosts.source}/${image.repository}:${image.tag}`,
      `    target: ${hosts.target}/${targetRepository(image)}`,
    ].join('\n'),
  );
  return `images:\n${entries.join('\n')}\n`;
}

/** What somebody saves in the middle of an edit. */
export function brokenText(images: readonly SoakImage[], hosts: Hosts): string {
  return `${definitionText(images, hosts)}  - sauce: "not closed\n`;
}
