import { setTimeout } from 'node:timers/promises';
import type { LoggedRequest } from '../../lib/local/embedded-registry/request-log.ts';
import { type CommandFolder, openCommandFolder, reportOf } from '../faults/command-folder.ts';
import type { CommandResult } from '../support/command-process.ts';
import { chunksOf, type KillMoment, receivedBytes, untilMoment } from './kill-moment.ts';
import type { LargeSource } from './large-source.ts';
import { PLACE } from './large-source.ts';
import { type LargeTarget, startLargeTarget, type TargetKind } from './large-target.ts';

export interface KillRoundOptions {
  /** Path of the command, bundled as it is published. */
  readonly command: string;
  readonly source: LargeSource;
  readonly kind: TargetKind;
  readonly moment: KillMoment;
  readonly chunkBytes: number;
  /** Ends the first run; `SIGKILL` leaves it no time. */
  readonly by: 'SIGKILL' | 'SIGTERM';
  /** Whether the second run waits for what the first held, as it does in life, or that is taken from a dead one. */
  readonly waitsForLeases: boolean;
}

/** What became of a large blob whose upload ended early and was begun again. */
export interface KillRound {
  /** Where in the upload the first run ended, inside a chunk until that was answered; `late` where it was over before. */
  readonly place: 'before the first chunk' | 'inside a chunk' | 'between chunks' | 'late';
  /** Received over both runs, beyond the size of the blob. */
  readonly sentAgainBytes: number;
  /** Sessions that were begun in spite of chunks that the target had taken. */
  readonly restarts: number;
  readonly warnings: readonly string[];
  /** Why the blob did not arrive, or how else than expected the runs ended. */
  readonly problems: readonly string[];
}

/** Ends a run at a moment, runs the command again to its end, and counts what the target received. */
export async function runKillRound(options: KillRoundOptions): Promise<KillRound> {
  const { command, source, kind } = options;
  const target = await startLargeTarget(kind, source.blob);
  try {
    const name = (host: string) => `${host}/${PLACE.repository}:${PLACE.tag}`;
    const places = { source: name(source.host), target: name(target.host) };
    const args = [
      '--chunk-size',
      String(options.chunkBytes),
      '--chunk-from',
      String(options.chunkBytes),
    ];
    const folder = await openCommandFolder({ command, ...places, args });
    return await runTwice(folder, target, options).finally(() => folder.close());
  } finally {
    await target.close();
  }
}

async function runTwice(
  folder: CommandFolder,
  target: LargeTarget,
  options: KillRoundOptions,
): Promise<KillRound> {
  const first = await endEarly(folder, target, options);
  const place = placeOf(target.requests, first);
  const before = target.requests.length;
  if (!options.waitsForLeases) folder.expireLeases();
  const second = await folder.start().result;
  const { images } = reportOf(second);
  const { size } = options.source.blob.descriptor;
  return {
    place,
    sentAgainBytes: receivedBytes(target.requests) - size,
    restarts: restartsAfter(target.requests, before),
    warnings: images.flatMap(({ warnings }) => warnings),
    problems: [
      ...(second.exitCode === 0 ? [] : [`the second run ended with ${second.exitCode}`]),
      ...images.flatMap(({ error }) => (error ? [error.message] : [])),
      ...(await missingFrom(target, options.source)),
    ],
  };
}

async function endEarly(
  folder: CommandFolder,
  target: LargeTarget,
  { moment, by }: KillRoundOptions,
): Promise<CommandResult> {
  const run = folder.start();
  await untilMoment(target, moment, run.result);
  run.kill(by);
  const result = await run.result;
  // The target may notice a moment later, of a chunk that it reads.
  const isReading = ({ ended, bytesReceived }: LoggedRequest) => !ended && bytesReceived > 0;
  while (chunksOf(target.requests).some(isReading)) await setTimeout(NOTICE_MS);
  return result;
}

const NOTICE_MS = 5;

function placeOf(
  requests: readonly LoggedRequest[],
  { exitCode }: CommandResult,
): KillRound['place'] {
  if (exitCode === 0) return 'late';
  const last = chunksOf(requests).findLast(({ bytesReceived }) => bytesReceived > 0);
  if (!last) return 'before the first chunk';
  return last.aborted ? 'inside a chunk' : 'between chunks';
}

/** Sessions opened after the first `before` requests, where a chunk had been taken. */
function restartsAfter(requests: readonly LoggedRequest[], before: number): number {
  const hadTaken = chunksOf(requests.slice(0, before)).some(({ status }) => isTaken(status));
  const begun = chunksOf(requests.slice(before)).filter(({ headers }) =>
    headers['content-range']?.startsWith('0-'),
  );
  return hadTaken ? begun.length : 0;
}

function isTaken(status: number | undefined): boolean {
  return status === 201 || status === 202;
}

/** The target told by the digest that a commit names whether it had received the right bytes. */
async function missingFrom(
  { host }: LargeTarget,
  { blob, image }: LargeSource,
): Promise<readonly string[]> {
  const root = image.root.descriptor;
  const paths = [`blobs/${blob.descriptor.digest}`, `manifests/${PLACE.tag}`];
  const missing: string[] = [];
  for (const path of paths) {
    const url = new URL(`http://${host}/v2/${PLACE.repository}/${path}`);
    const { status, headers } = await fetch(url, {
      method: 'HEAD',
      headers: { accept: root.mediaType },
    });
    const digest = headers.get('docker-content-digest');
    const isThere =
      status === 200 && [blob.descriptor.digest, root.digest].some((known) => known === digest);
    if (!isThere) missing.push(`the target answers ${status} for ${path}`);
  }
  return missing;
}
