import { ASSUMPTIONS } from './assumptions.ts';

/** The registry of ECR that everything is mirrored to. */
export const TARGET_HOST = '123456789012.dkr.ecr.us-east-1.amazonaws.com';

/** Whose repositories are mirrored: Docker Hub's, and those of others that limit nobody unless a quota is given. */
export const HUB_HOST = 'docker.io';
export const OTHER_HOSTS = ['quay.io', 'ghcr.io', 'registry.k8s.io', 'gcr.io'] as const;

/** A repository at its source, and what it is called at the target. */
export interface CatalogueRepository {
  readonly position: number;
  readonly host: string;
  readonly name: string;
  readonly targetName: string;
}

/** One image, by its position in the run. */
export interface CatalogueImage {
  readonly position: number;
  readonly repository: CatalogueRepository;
  readonly tag: string;
  /** Whether the target lacks it. */
  readonly isNew: boolean;
  /** Whether it has a layer that is for the lane of large images. */
  readonly isLarge: boolean;
}

export interface CatalogueOptions {
  readonly images: number;
  /** Share of them, from 0 to 1, that is new, and of repositories that are at Docker Hub. */
  readonly newShare: number;
  readonly hubShare: number;
}

/** Everything that there is to mirror: what it is follows from the numbers alone. */
export class Catalogue {
  readonly repositories: readonly CatalogueRepository[];
  readonly #options: CatalogueOptions;
  readonly #bySource: ReadonlyMap<string, CatalogueRepository>;
  readonly #byTarget: ReadonlyMap<string, CatalogueRepository>;

  constructor(options: CatalogueOptions) {
    const count = Math.ceil(options.images / ASSUMPTIONS.tagsOfRepository);
    this.#options = options;
    this.repositories = Array.from({ length: count }, (_, position) =>
      repositoryAt(position, options.hubShare),
    );
    this.#bySource = new Map(this.repositories.map((each) => [`${each.host}/${each.name}`, each]));
    this.#byTarget = new Map(this.repositories.map((each) => [each.targetName, each]));
  }

  get images(): number {
    return this.#options.images;
  }

  get newImages(): number {
    return reached(this.#options.images, this.#options.newShare);
  }

  /** The one at `host` by its name there. */
  bySource(host: string, name: string): CatalogueRepository | undefined {
    return this.#bySource.get(`${host}/${name}`);
  }

  byTarget(name: string): CatalogueRepository | undefined {
    return this.#byTarget.get(name);
  }

  tagsOf({ position }: CatalogueRepository): readonly string[] {
    const before = position * ASSUMPTIONS.tagsOfRepository;
    const count = Math.min(ASSUMPTIONS.tagsOfRepository, this.#options.images - before);
    return Array.from({ length: count }, (_, minor) => `1.${minor}.0`);
  }

  /** Whether the target has anything of a repository. */
  isKnown(repository: CatalogueRepository): boolean {
    return this.tagsOf(repository).some((tag) => this.image(repository, tag)?.isNew === false);
  }

  image(repository: CatalogueRepository, tag: string): CatalogueImage | undefined {
    const [, minor] = /^1\.(\d+)\.0$/.exec(tag) ?? [];
    const position = repository.position * ASSUMPTIONS.tagsOfRepository + Number(minor);
    if (minor === undefined || position >= this.#options.images) return undefined;
    return { position, repository, tag, ...this.#newness(position) };
  }

  *all(): Generator<CatalogueImage, void, undefined> {
    for (const repository of this.repositories) {
      for (const tag of this.tagsOf(repository)) {
        const image = this.image(repository, tag);
        if (image) yield image;
      }
    }
  }

  /** Spread evenly, so that as many are new as the share says. */
  #newness(position: number): Pick<CatalogueImage, 'isNew' | 'isLarge'> {
    const { newShare } = this.#options;
    const before = reached(position, newShare);
    const isNew = reached(position + 1, newShare) > before;
    return { isNew, isLarge: isNew && before % ASSUMPTIONS.largeEvery === 0 };
  }
}

function repositoryAt(position: number, hubShare: number): CatalogueRepository {
  const isHub = reached(position + 1, hubShare) > reached(position, hubShare);
  const host = isHub ? HUB_HOST : (OTHER_HOSTS[position % OTHER_HOSTS.length] ?? HUB_HOST);
  const name = `vendor${position % 97}/application-${position}`;
  return { position, host, name, targetName: `mirror/${host}/${name}` };
}

/** How many of the first `count` there are at a share of them; a product like 0.07 × 100 is not what it should be. */
function reached(count: number, share: number): number {
  return Math.floor(count * share + 1e-6);
}
