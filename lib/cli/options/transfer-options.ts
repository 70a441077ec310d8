import { type Command, Option } from 'commander';
import { LEAST_CHUNK_BYTES } from '../../copy/chunking.ts';
import { LOCAL_LARGE_BLOBS } from '../../local/large-blobs.ts';
import { formatBytes } from '../../wording/quantities.ts';
import { parseSize } from './option-parsers.ts';

/** Adds which blobs go up in chunks, each of which a later run can go on from, and how. */
export function addTransfers(command: Command): Command {
  const { fromBytes, chunkBytes, resumeHashFrom } = LOCAL_LARGE_BLOBS;
  return command
    .optionsGroup('Large blobs, sizes such as 64MiB or 1GiB:')
    .addOption(
      size('--chunk-from <size>', 'smallest blob that goes up in chunks', { value: fromBytes }),
    )
    .addOption(
      size('--chunk-size <size>', 'length of a chunk, all that a failure costs', {
        value: chunkBytes,
        least: LEAST_CHUNK_BYTES,
      }),
    )
    .addOption(
      size('--resume-hash-from <size>', 'smallest blob whose hash is saved with each chunk', {
        value: resumeHashFrom,
      }),
    );
}

interface SizeOptions {
  /** Bytes, as `least` is. */
  readonly value: number;
  /** Default: anything but nothing. */
  readonly least?: number;
}

function size(flags: string, description: string, { value, least = 1 }: SizeOptions): Option {
  const option = new Option(flags, description);
  return option.argParser(parseSize(least)).default(value, formatBytes(value));
}
