import type { ImageMemory } from './ports.ts';

/** What is remembered of an image once `more` was found out: members that it lacks stay as they were. */
export function withMemory(
  former: ImageMemory | undefined,
  more: ImageMemory | undefined,
): { readonly memory?: ImageMemory } {
  return former || more ? { memory: { ...former, ...more } } : {};
}
