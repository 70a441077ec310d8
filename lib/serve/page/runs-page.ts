import { html } from 'hono/html';
import { counted } from '../../wording/outcome-words.ts';
import type { ServiceView } from '../service.ts';
import type { Page } from './page-layout.ts';
import { renderRunTable } from './run-table.ts';

/** Runs every six hours for months. */
const MOST_RUNS = 500;

/** The runs that are recorded. */
export async function runsPage({ reader }: ServiceView): Promise<Omit<Page, 'edition'>> {
  const runs = await reader.listRuns({ limit: MOST_RUNS });
  const found =
    runs.length === MOST_RUNS ? `The latest ${MOST_RUNS} runs` : counted(runs.length, 'run');
  return {
    title: 'Runs',
    place: '/runs',
    sections: [
      html`<section id="runs"><h1>Runs</h1><p class="found">${found}, the latest first</p>
${runs.length === 0 ? html`<p class="empty">No run has been recorded yet.</p>` : renderRunTable(runs, 'Runs')}</section>`,
    ],
  };
}
