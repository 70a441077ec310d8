import { html } from 'hono/html';
import { printable } from '../../wording/printable.ts';
import type { CurrentImage, ServiceView } from '../service.ts';
import { renderDrift } from './drift-section.ts';
import { renderFacts } from './image-facts.ts';
import type { Markup } from './markup.ts';
import { PageError } from './page-error.ts';
import type { Page } from './page-layout.ts';
import { renderReason } from './reason.ts';
import { renderStatus } from './status-badge.ts';

/** Everything that is known of the image with `target`. Throws {@link PageError} where that is nothing. */
export async function imagePage(view: ServiceView, target: string): Promise<Omit<Page, 'edition'>> {
  const image = (await currentImage(view, target)) ?? (await formerImage(view, target));
  if (image === undefined) {
    throw new PageError(404, {
      message: `There is no image ${target}`,
      hint: 'Neither the definition nor the record has it. Images are named by their target, with registry and tag.',
      place: '/images',
    });
  }
  const drift = await view.reader.listDrift(target);
  const { outcome, record } = image;
  const lastRun = record && (await view.reader.readRun(record.lastRun));
  return {
    title: target,
    place: '/images',
    sections: [
      renderHead(target, image),
      ...(outcome ? [renderFacts({ outcome, record, lastRun })] : []),
      renderDrift(drift, view.clock.now()),
    ],
  };
}

interface ShownImage extends CurrentImage {
  readonly isFormer?: boolean;
}

async function currentImage(view: ServiceView, target: string): Promise<ShownImage | undefined> {
  return (await view.images()).find((image) => image.target === target);
}

/** Records outlive the lines of the definition that they come from. */
async function formerImage(
  { reader }: ServiceView,
  target: string,
): Promise<ShownImage | undefined> {
  const record = await reader.readImage(target);
  if (record === undefined) return undefined;
  const { outcome } = record;
  const { source, status } = outcome;
  return { source, target, status, outcome, record, isFormer: true };
}

function renderHead(target: string, image: ShownImage): Markup {
  const { source, status, putOff, isFormer } = image;
  return html`<section id="image"><h1 class="foreign name">${printable(target)}</h1>
<p class="lead">${renderStatus(status)} <span class="from">from</span> <code class="foreign">${printable(source)}</code></p>
${isFormer && html`<p class="notice warn">The definition does not have it any more: this is what was recorded last.</p>`}
${status === 'waiting' && !putOff && html`<p>No run has come to it yet.</p>`}
<div class="why ${status}">${renderReason(image)}</div></section>`;
}
