import { html } from 'hono/html';
import { formatSeconds } from '../../wording/quantities.ts';
import type { Markup } from './markup.ts';

/** A time as people read it, to the minute: `2026-01-01 06:00 UTC`. `iso` is ISO 8601 in UTC. */
export function momentText(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

/** A time that programs can read as well. */
export function renderMoment(iso: string): Markup {
  return html`<time datetime="${iso}">${momentText(iso)}</time>`;
}

/** The same to the second, where that matters: `06:00:30 UTC`. */
export function renderTime(iso: string): Markup {
  return html`<time datetime="${iso}">${iso.slice(11, 19)} UTC</time>`;
}

/** How long it is until a time: `in 5 h 59 m`, and `now` when it has come. */
export function untilText(iso: string, now: number): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  return seconds < 1 ? 'now' : `in ${formatSeconds(seconds)}`;
}
