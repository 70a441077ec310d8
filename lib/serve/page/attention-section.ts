import { html } from 'hono/html';
import type { OutcomeStatus } from '../../mirror/outcome.ts';
import { counted } from '../../wording/outcome-words.ts';
import type { CurrentImage } from '../service.ts';
import { renderImageRows } from './image-rows.ts';
import type { Markup } from './markup.ts';
import { imagesPath } from './paths.ts';
import { renderSign } from './status-badge.ts';

/** As many as somebody reads at once; the rest is a list of its own. */
const FIRST = 5;

const KINDS = [
  { status: 'failed', heading: 'What fails', isMeant: hasStatus('failed') },
  { status: 'conflict', heading: 'What conflicts', isMeant: hasStatus('conflict') },
  {
    status: 'waiting',
    heading: 'What is tried again',
    isMeant: ({ putOff }: CurrentImage) => putOff !== undefined,
  },
] as const;

/** Images that somebody has to do something about. */
export function renderAttention(images: readonly CurrentImage[]): Markup {
  const parts = KINDS.map((kind) => {
    const found = images.filter(kind.isMeant);
    return found.length === 0 ? null : renderKind(kind, found);
  });
  return html`<section id="attention"${parts.some((part) => part !== null) ? '' : html` hidden`}>${parts}</section>`;
}

function hasStatus(meant: OutcomeStatus): (image: CurrentImage) => boolean {
  return ({ status, putOff }) => status === meant && !putOff;
}

function renderKind(
  { status, heading }: (typeof KINDS)[number],
  found: readonly CurrentImage[],
): Markup {
  const more =
    found.length > FIRST &&
    html`<p class="more"><a href="${imagesPath({ status })}">All ${counted(found.length, 'image')}</a></p>`;
  return html`<div class="card"><h2>${renderSign(status)} ${heading}</h2>${renderImageRows(found.slice(0, FIRST))}${more}</div>`;
}
