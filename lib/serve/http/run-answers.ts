import { imageDocument, recordedRunDocument } from '../../mirror/run-document.ts';
import type { ServiceView } from '../service.ts';
import { type Query, requireKnown, single } from './parameters.ts';
import { RequestError } from './request-error.ts';

const DEFAULT_RUNS = 50;
const MOST_RUNS = 500;

/** The document of the newest runs. Throws {@link RequestError}. */
export async function runsAnswer({ reader }: ServiceView, query: Query): Promise<object> {
  requireKnown(query, ['limit']);
  const runs = await reader.listRuns({ limit: parsedLimit(single(query, 'limit')) });
  return { runs: runs.map(recordedRunDocument), errors: [] };
}

/** The document of one run, with its outcomes other than `unchanged`. Throws {@link RequestError}. */
export async function runAnswer(
  { reader }: ServiceView,
  text: string,
  query: Query,
): Promise<object> {
  requireKnown(query, []);
  const id = text.toUpperCase();
  const run = await reader.readRun(id);
  if (run === undefined) {
    throw new RequestError(404, {
      message: `the ledger knows no run ${text}`,
      hint: 'list those that it knows with /api/runs; old ones are forgotten',
    });
  }
  const images = await reader.listOutcomes(id);
  return { run: recordedRunDocument(run), images: images.map(imageDocument), errors: [] };
}

function parsedLimit(text: string | undefined): number {
  if (text === undefined) return DEFAULT_RUNS;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= MOST_RUNS) return limit;
  throw new RequestError(400, {
    message: `limit is ${JSON.stringify(text)}`,
    hint: `write a whole number from 1 to ${MOST_RUNS}`,
  });
}
