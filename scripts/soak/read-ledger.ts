import { DatabaseSync } from 'node:sqlite';
import pMap from 'p-map';
import { openSqliteReader } from '../../lib/local/open-sqlite-reader.ts';
import type { LedgerReader } from '../../lib/mirror/ledger-reader.ts';
import type { RunSummary } from '../../lib/mirror/run.ts';
import { systemClock } from '../../lib/mirror/system-clock.ts';
import { type Hosts, targetName } from './definition-text.ts';
import type { RecordedImage, RecordedRun } from './judge-ledger.ts';
import type { SoakImage } from './soak-image.ts';

/** More than a soak of a day has. */
const MOST_RUNS = 10_000;

/** The run that was begun last. */
export async function readLatestRun(file: string): Promise<RunSummary | undefined> {
  return await reading(file, async (reader) => (await reader.listRuns({ limit: 1 }))[0]);
}

/** Every run with its outcomes. */
export async function readRuns(file: string): Promise<readonly RecordedRun[]> {
  return await reading(file, async (reader) => {
    const runs = await reader.listRuns({ limit: MOST_RUNS });
    const read = async (run: RunSummary) => ({ run, outcomes: await reader.listOutcomes(run.id) });
    return await pMap(runs, read, { concurrency: 1 });
  });
}

/** What is recorded of each of `images`. */
export async function readImages(
  file: string,
  images: readonly SoakImage[],
  hosts: Hosts,
): Promise<readonly RecordedImage[]> {
  return await reading(file, async (reader) => {
    const read = async (image: SoakImage) => {
      const target = targetName(image, hosts);
      const { digest } = image.built.root.descriptor;
      return { target, digest, record: await reader.readImage(target) };
    };
    return await pMap(images, read, { concurrency: 1 });
  });
}

/** Uploads that the ledger would resume, `<repository>#<digest>` each. */
export function readCheckpoints(file: string): readonly string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = database
      .prepare(`SELECT pk FROM items WHERE sk = 'CHECKPOINT' AND item -> '$.saved' IS NOT NULL`)
      .all();
    return rows.map(({ pk }) => String(pk).replace(/^UPLOAD#/, ''));
  } finally {
    database.close();
  }
}

async function reading<T>(file: string, read: (reader: LedgerReader) => Promise<T>): Promise<T> {
  const { reader, close } = openSqliteReader(file, { clock: systemClock });
  try {
    return await read(reader);
  } finally {
    close();
  }
}
