import { html } from 'hono/html';
import type { Digest } from '../../oci/digest.ts';
import type { Markup } from './markup.ts';

const SHOWN = 12;

/** As many characters of a digest as tell it from others. */
export function shortDigest(digest: Digest): string {
  const [algorithm = '', value = ''] = digest.split(':');
  return `${algorithm}:${value.slice(0, SHOWN)}…`;
}

/** A digest in short, whole where the mouse points at it. */
export function renderDigest(digest: Digest): Markup {
  return html`<code title="${digest}">${shortDigest(digest)}</code>`;
}

/** A digest to be copied: one click selects it. */
export function renderWholeDigest(digest: Digest): Markup {
  return html`<code class="whole" data-copy>${digest}</code>`;
}
