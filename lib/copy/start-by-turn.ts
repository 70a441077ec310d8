import type { BlobTarget, BlobUpload, CallOptions } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { BlobTurn, ManifestTurns, UploadTurn } from './blob-turns.ts';
import { findBlob } from './find-content.ts';
import { signalOf } from './signal-of.ts';

/** By whose turn an upload is started, and how. */
export interface StartByTurnOptions extends CallOptions {
  /** Default: every turn is this call's. */
  readonly turns?: Pick<ManifestTurns, 'take'> | undefined;
  /** The turn that was taken already. */
  readonly turn?: BlobTurn | undefined;
  readonly start: (mountFrom?: string) => Promise<BlobUpload | 'mounted'>;
}

/** An upload that is under way, and the turn to be ended with it. */
export interface StartedUpload {
  readonly upload: BlobUpload;
  readonly turn: UploadTurn;
}

/** The turn of somebody who shares the registry with nobody. */
const LONE_TURN: UploadTurn = { how: 'upload', end: async () => {} };

/** Starts the upload of a blob that the target lacks once it is this call's turn, unless it comes there otherwise. */
export async function startByTurn(
  target: BlobTarget,
  blob: Descriptor,
  { turn: taken, ...options }: StartByTurnOptions,
): Promise<StartedUpload | 'mounted' | 'present'> {
  for (let turn = taken ?? (await take(target, blob, options)); ; ) {
    const started = await startFor(turn, options);
    if (started) return started;
    turn = await take(target, blob, options);
  }
}

async function take(
  target: BlobTarget,
  blob: Descriptor,
  { turns, ...options }: Omit<StartByTurnOptions, 'turn'>,
): Promise<BlobTurn> {
  if (!turns) return LONE_TURN;
  const look = (call: CallOptions) => findBlob(target, blob, call);
  return await turns.take(blob, { look, ...signalOf(options) });
}

/** `undefined` where the blob could not be mounted and it is another's turn to upload it. */
async function startFor(
  turn: BlobTurn,
  { start }: Pick<StartByTurnOptions, 'start'>,
): Promise<StartedUpload | 'mounted' | 'present' | undefined> {
  switch (turn.how) {
    case 'present':
      return 'present';
    case 'mount':
      return await startInstead(await start(turn.from), turn.refused);
    case 'upload':
      return await started(start, turn);
  }
}

async function started(
  start: StartByTurnOptions['start'],
  turn: UploadTurn,
): Promise<StartedUpload | 'mounted'> {
  try {
    const upload = await start();
    if (upload !== 'mounted') return { upload, turn };
    await turn.end(true);
    return upload;
  } catch (error) {
    await turn.end(false);
    throw error;
  }
}

/** A registry that does not mount has opened a session instead, which serves whoever may upload. */
async function startInstead(
  upload: BlobUpload | 'mounted',
  refused: () => Promise<UploadTurn | undefined>,
): Promise<StartedUpload | 'mounted' | undefined> {
  if (upload === 'mounted') return upload;
  try {
    const turn = await refused();
    if (turn) return { upload, turn };
  } catch (error) {
    await upload.cancel();
    throw error;
  }
  await upload.cancel();
  return undefined;
}
