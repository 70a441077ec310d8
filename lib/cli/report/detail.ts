import type { Style } from '../terminal/paint.ts';

/** Something said of a row of a table that may be broken into lines between its parts. */
export interface Detail {
  readonly parts: readonly string[];
  readonly separator: string;
  readonly style?: Style;
}

/** A text that may be broken between its words. */
export function sentence(text: string, style?: Style): Detail {
  const parts = text.split(/\s+/).filter((word) => word !== '');
  return { parts, separator: ' ', ...(style && { style }) };
}

/** A text that stands on a line of its own. */
export function whole(text: string): Detail {
  return { parts: [text], separator: '' };
}
