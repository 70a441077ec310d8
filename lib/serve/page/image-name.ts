import { html } from 'hono/html';
import { printable } from '../../wording/printable.ts';
import type { Markup } from './markup.ts';

/** The name of an image in its parts: lists of one registry are told apart by the second. */
export interface ImageName {
  /** With the slash after it. */
  readonly registry: string;
  readonly rest: string;
}

/** The parts of a reference, fit to be shown. */
export function imageName(reference: string): ImageName {
  const end = reference.indexOf('/') + 1;
  return { registry: printable(reference.slice(0, end)), rest: printable(reference.slice(end)) };
}

/** A name whose second part stands out. */
export function renderImageName({ registry, rest }: ImageName): Markup {
  return html`<span class="registry">${registry}</span><span class="rest">${rest}</span>`;
}
