import type { Findings } from '../findings.ts';
import type { Written } from '../references.ts';
import type { LocatedDocument, Path } from '../yaml/located-value.ts';

/** What parts of the file are read against. */
export interface ReadContext {
  readonly document: LocatedDocument;
  readonly findings: Findings;
}

/** A text of the file with its place. */
export function writtenAt(path: Path, text: string, { document }: ReadContext): Written {
  return { text, place: document.placeOf(path) };
}

/** Texts of a list with their places; nothing of an absent one. */
export function writtenItems(
  path: Path,
  texts: readonly string[] | undefined,
  context: ReadContext,
): readonly Written[] {
  return (texts ?? []).map((text, index) => writtenAt([...path, index], text, context));
}
