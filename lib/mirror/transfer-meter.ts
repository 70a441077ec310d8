import type { CopyImageOptions } from '../copy/copy-image-options.ts';
import type { SyncListener } from './events.ts';
import type { MovedBytes } from './outcome.ts';
import type { SyncRequest } from './sync-request.ts';

/** Counts what comes to be in the target for one image, and tells whoever watches. */
export class TransferMeter implements Pick<CopyImageOptions, 'onExpected' | 'onArrived'> {
  readonly onExpected: (bytes: number) => void;
  readonly onArrived: NonNullable<CopyImageOptions['onArrived']>;
  readonly #bytes = { uploaded: 0, mounted: 0, present: 0 };

  constructor(request: SyncRequest, listener: SyncListener | undefined) {
    this.onExpected = (bytes) => listener?.({ type: 'expected', request, bytes });
    this.onArrived = (bytes, how) => {
      this.#bytes[how] += bytes;
      listener?.({ type: 'arrived', request, bytes, how });
    };
  }

  get bytes(): MovedBytes {
    return { ...this.#bytes };
  }
}
