import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const LONGEST_OUTPUT_BYTES = 64 * 1024 * 1024;

/** The exact bytes of the manifest that `image`, a reference, names. */
export function inspectRaw(image: string): Promise<Buffer> {
  return skopeo(['inspect', '--raw', '--tls-verify=false', `docker://${image}`]);
}

/**
 * Copies every platform of an image without changing a byte of its manifests.
 * Both names carry their transport, as in `docker://host/repository:tag` or `dir:/folder`.
 */
export async function skopeoCopy(source: string, target: string): Promise<void> {
  await skopeo([...COPY_ARGUMENTS, source, target]);
}

/** What stands before source and target in a copy that keeps digests, between registries without TLS. */
export const COPY_ARGUMENTS: readonly string[] = [
  '--insecure-policy',
  'copy',
  '--all',
  '--preserve-digests',
  '--src-tls-verify=false',
  '--dest-tls-verify=false',
];

/** Runs skopeo in a home of its own, so that no credentials and no settings of this machine take part. */
async function skopeo(args: readonly string[]): Promise<Buffer> {
  const home = await mkdtemp(join(tmpdir(), 'skopeo-'));
  try {
    const { stdout } = await promisify(execFile)('skopeo', args, {
      encoding: 'buffer',
      maxBuffer: LONGEST_OUTPUT_BYTES,
      env: { PATH: process.env['PATH'], HOME: home, XDG_RUNTIME_DIR: home, TMPDIR: home },
    });
    return stdout;
  } finally {
    await rm(home, { recursive: true });
  }
}
