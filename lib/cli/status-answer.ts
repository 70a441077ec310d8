import type { Drift, LedgerReader } from '../mirror/ledger-reader.ts';
import type { Outcome } from '../mirror/outcome.ts';
import type { ImageRecord } from '../mirror/ports.ts';
import type { RunSummary } from '../mirror/run.ts';
import { formatReference, parseReference } from '../oci/reference.ts';
import { NotRecordedError } from './errors.ts';

/** What is asked of a ledger; nothing of it: how things stand. */
export interface StatusQuestion {
  readonly failing?: boolean;
  /** An image by its target. */
  readonly image?: string;
  /** A run by its id. */
  readonly run?: string;
  readonly runs?: boolean;
}

/** What a ledger says to it. */
export type StatusAnswer =
  | { readonly kind: 'latest'; readonly run: RunSummary | undefined; readonly failing: number }
  | { readonly kind: 'failing'; readonly images: readonly ImageRecord[] }
  | { readonly kind: 'image'; readonly image: ImageRecord; readonly drift: readonly Drift[] }
  | { readonly kind: 'run'; readonly run: RunSummary; readonly images: readonly Outcome[] }
  | { readonly kind: 'runs'; readonly runs: readonly RunSummary[] };

/** How many runs are listed, the newest ones. */
export const LISTED_RUNS = 50;

/** Has the ledger answer; throws {@link NotRecordedError} where it does not know what it is asked for. */
export async function answerOf(
  reader: LedgerReader,
  { failing, image, run, runs }: StatusQuestion,
): Promise<StatusAnswer> {
  if (failing) return { kind: 'failing', images: await reader.listFailing() };
  if (runs) return { kind: 'runs', runs: await reader.listRuns({ limit: LISTED_RUNS }) };
  if (image !== undefined) return await imageAnswer(reader, image);
  if (run !== undefined) return await runAnswer(reader, run);
  const [latest] = await reader.listRuns({ limit: 1 });
  return { kind: 'latest', run: latest, failing: (await reader.listFailing()).length };
}

async function imageAnswer(reader: LedgerReader, text: string): Promise<StatusAnswer> {
  const target = formatReference(parseReference(text));
  const image = await reader.readImage(target);
  if (image === undefined) {
    const hint =
      'write the target of an image with its tag, as status --run and the reports have it';
    throw new NotRecordedError(`image ${target}`, hint);
  }
  return { kind: 'image', image, drift: await reader.listDrift(target) };
}

async function runAnswer(reader: LedgerReader, text: string): Promise<StatusAnswer> {
  const runId = text.toUpperCase();
  const run = await reader.readRun(runId);
  if (run === undefined) {
    const hint = 'list those that it knows with status --runs; old ones are forgotten';
    throw new NotRecordedError(`run ${text}`, hint);
  }
  return { kind: 'run', run, images: await reader.listOutcomes(runId) };
}
