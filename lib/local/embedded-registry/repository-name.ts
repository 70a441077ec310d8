import { parseReference } from '../../oci/reference.ts';

/** Whether `text` is a repository path and nothing else, so neither `..` nor a tag. */
export function isRepositoryName(text: string): boolean {
  try {
    return parseReference(`localhost/${text}`).repository === text;
  } catch {
    return false;
  }
}
