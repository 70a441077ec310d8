import type { Written } from '../references.ts';
import type { Part } from './sections.ts';
import { type ReadContext, writtenAt, writtenItems } from './written-at.ts';

/** What `target` of an image or of the defaults names, one or several; nothing where it is absent. */
export function readTargets(
  { path, content: { target } }: Part<{ readonly target?: string | readonly string[] }>,
  context: ReadContext,
): readonly Written[] {
  const at = [...path, 'target'];
  if (typeof target === 'string') return [writtenAt(at, target, context)];
  return writtenItems(at, target, context);
}
