import { PropsError } from './errors.ts';
import { type RepositoryProps, withExclusions } from './target.ts';

/** Amazon ECR API Reference, "ImageTagMutabilityExclusionFilter" and CreateRepository. */
const EXCLUSION = /^[0-9a-zA-Z._*-]{1,128}$/;
const MOST_WILDCARDS = 2;
const MOST_EXCLUSIONS = 5;

/** Throws where ECR would make no repository that `repositories` describe, those of the target with `prefix`. */
export function assertRepositories(repositories: RepositoryProps, prefix: string): void {
  const refuse = (reason: string) => {
    throw new PropsError(`repositories of the target ${JSON.stringify(prefix)}: ${reason}`);
  };
  const { mutability, exclusions } = withExclusions(repositories);
  const wrong = exclusions.find((exclusion) => !isExclusion(exclusion));
  if (wrong !== undefined) {
    refuse(
      `the exclusion ${JSON.stringify(wrong)} is no wildcard of tags: write up to 128 characters of a tag, of which 2 may be *`,
    );
  }
  const takesSome = mutability.endsWith('_WITH_EXCLUSION');
  if (!takesSome && exclusions.length > 0) {
    refuse(`mutability ${mutability} has no exclusions: write ${mutability}_WITH_EXCLUSION`);
  }
  if (takesSome && (exclusions.length === 0 || exclusions.length > MOST_EXCLUSIONS)) {
    refuse(
      `mutability ${mutability} has ${exclusions.length} exclusions: write 1 to ${MOST_EXCLUSIONS}`,
    );
  }
  const reserved = Object.keys(repositories.tags ?? {}).find((key) => /^aws:/i.test(key));
  if (reserved !== undefined) {
    refuse(`the tag ${JSON.stringify(reserved)} begins as those of AWS do: call it something else`);
  }
}

function isExclusion(text: string): boolean {
  return EXCLUSION.test(text) && text.split('*').length - 1 <= MOST_WILDCARDS;
}
