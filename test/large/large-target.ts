import { startEmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { LoggedRequest } from '../../lib/local/embedded-registry/request-log.ts';
import type { UploadMode } from '../../lib/local/embedded-registry/upload-manner.ts';
import { startDockerRegistry } from '../support/docker-registry.ts';
import { startCountingFront } from './counting-front.ts';
import type { GeneratedBlob } from './generated-blob.ts';
import { generatedStorage } from './generated-storage.ts';

/** Whose uploads are killed. */
export type TargetKind = UploadMode | 'docker-registry';

/** A registry, empty at first, that tells what it received. */
export interface LargeTarget {
  /** `hostname:port`, as it stands in a reference. */
  readonly host: string;
  readonly requests: readonly LoggedRequest[];
  /** Takes `count` more chunks; the one after those is neither read nor answered. */
  holdChunkAfter(count: number): void;
  close(): Promise<void>;
}

/** Starts a registry for `blob`; the caller closes it, and everything that it keeps is gone then. */
export async function startLargeTarget(
  kind: TargetKind,
  blob: GeneratedBlob,
): Promise<LargeTarget> {
  return kind === 'docker-registry' ? await startFronted() : await startEmbedded(kind, blob);
}

async function startEmbedded(uploads: UploadMode, blob: GeneratedBlob): Promise<LargeTarget> {
  const registry = await startEmbeddedRegistry({ uploads, storage: generatedStorage(blob) });
  return {
    host: registry.host,
    requests: registry.requests,
    holdChunkAfter: (after) => {
      registry.play({ method: 'PATCH', after, times: 1, do: { kind: 'stall' } });
    },
    close: () => registry.close(),
  };
}

/** The package counts nothing itself. */
async function startFronted(): Promise<LargeTarget> {
  const registry = await startDockerRegistry();
  const front = await startCountingFront(registry.url);
  return {
    host: front.host,
    requests: front.requests,
    holdChunkAfter: (count) => front.holdChunkAfter(count),
    close: async () => {
      await front.close();
      await registry.stop();
    },
  };
}
