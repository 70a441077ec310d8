import { html } from 'hono/html';
import type { Outcome, OutcomeError } from '../../mirror/outcome.ts';
import type { ImageRecord } from '../../mirror/ports.ts';
import type { RunSummary } from '../../mirror/run.ts';
import type { Digest } from '../../oci/digest.ts';
import { bytesPhrase } from '../../wording/outcome-words.ts';
import { printable } from '../../wording/printable.ts';
import { formatCount, formatDuration } from '../../wording/quantities.ts';
import { renderWholeDigest } from './digest.ts';
import { knownPlatforms, knownReferrers } from './known-contents.ts';
import type { Markup } from './markup.ts';
import { renderMoment } from './moment.ts';
import { runPath } from './paths.ts';

export interface ImageFacts {
  readonly outcome: Outcome;
  readonly record?: ImageRecord | undefined;
  /** The run of the record, where that is still known. */
  readonly lastRun?: RunSummary | undefined;
}

/** What is known of an image since its last run. */
export function renderFacts({ outcome, record, lastRun }: ImageFacts): Markup {
  return html`<section id="facts" class="card" aria-labelledby="facts-heading"><h2 id="facts-heading">What it is</h2>
<dl class="facts-list">${renderDigests(outcome)}${renderContents(outcome, record)}</dl></section>
<section id="last" class="card" aria-labelledby="last-heading"><h2 id="last-heading">Last run</h2>
<dl class="facts-list">${renderLast({ outcome, record, lastRun })}</dl>${renderWarnings(outcome.warnings)}${outcome.error && renderError(outcome.error)}</section>`;
}

function renderDigests(outcome: Outcome): Markup {
  const { sourceDigest, wantedDigest, targetDigest, previousDigest } = outcome;
  return html`${fact('Source digest', digest(sourceDigest, 'not known'))}
${fact('Wanted digest', wantedDigest !== null && wantedDigest === sourceDigest ? html`the same: every platform is wanted` : digest(wantedDigest, 'not known'))}
${fact('Target digest', digest(targetDigest, 'the target does not have the tag, or was not asked'))}
${previousDigest && fact('It replaced', digest(previousDigest, ''))}`;
}

function digest(value: Digest | null, otherwise: string): Markup {
  return value === null ? html`<span class="none">${otherwise}</span>` : renderWholeDigest(value);
}

function renderContents(outcome: Outcome, record: ImageRecord | undefined): Markup {
  const platforms = knownPlatforms(outcome, record?.memory);
  const referrers = knownReferrers(outcome, record?.memory);
  const unread = html`<span class="none">not read yet</span>`;
  return html`${fact('Platforms', platforms === null ? unread : renderPlatforms(platforms))}
${fact('Referrers', referrers === null ? unread : html`${formatCount(referrers)} <span class="none">(signatures, attestations, SBOMs)</span>`)}`;
}

function renderPlatforms(platforms: readonly string[]): Markup {
  if (platforms.length === 0) return html`<span class="none">none: it is an artifact</span>`;
  return html`<ul class="platforms">${platforms.map((name) => html`<li class="foreign">${printable(name)}</li>`)}</ul>`;
}

function renderLast({ outcome, record, lastRun }: ImageFacts): Markup {
  const { bytes, attempts, durationMs } = outcome;
  const when = lastRun ? renderMoment(lastRun.startedAt) : record?.lastRun;
  const run = record && html`<a href="${runPath(record.lastRun)}">${when}</a>`;
  return html`${run && fact('Run', run)}
${fact('Bytes', html`${bytesPhrase(bytes, false) || 'none moved'}`)}
${fact('Attempts', html`${formatCount(attempts)}`)}
${fact('Took', html`${formatDuration(durationMs)}`)}`;
}

function renderWarnings(warnings: readonly string[]): Markup | null {
  if (warnings.length === 0) return null;
  return html`<h3>Warnings</h3><ul>${warnings.map((warning) => html`<li class="foreign">${printable(warning)}</li>`)}</ul>`;
}

function renderError({ kind, code, side, retryable, causes }: OutcomeError): Markup {
  const where = side === null ? '' : `, at the ${side}`;
  const again = retryable ? 'The next run tries again.' : 'Trying again does not help by itself.';
  const list = causes.map(
    (cause) =>
      html`<li><code class="foreign">${printable(cause.code)}</code> <span class="foreign">${printable(cause.message)}</span></li>`,
  );
  return html`<details id="error"><summary>The error and its causes</summary>
<p><code>${code}</code> (${kind}${where}). ${again}</p>${causes.length > 0 && html`<ol>${list}</ol>`}</details>`;
}

function fact(name: string, value: Markup): Markup {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}
