import type { Mountable } from '../content/ports.ts';
import type { HostProfile, SessionOffsets } from './host-profile.ts';

/** How a registry behaves, as far as its profile and then its answers tell. */
export class HostHabits {
  readonly mountable: Mountable;
  readonly listsForPushers: boolean;
  #minChunkBytes: number;
  #sessions: SessionOffsets;

  constructor({ mountable, listsForPushers, minChunkBytes, sessions }: HostProfile) {
    this.mountable = mountable;
    this.listsForPushers = listsForPushers;
    this.#minChunkBytes = minChunkBytes;
    this.#sessions = sessions;
  }

  get minChunkBytes(): number {
    return this.#minChunkBytes;
  }

  get sessions(): SessionOffsets {
    return this.#sessions;
  }

  /** The registry tells of a minimum where a session is opened, not where one is resumed. */
  learnMinChunkBytes(bytes: number): void {
    this.#minChunkBytes = Math.max(this.#minChunkBytes, bytes);
  }

  learnSessions(sessions: SessionOffsets): void {
    this.#sessions = sessions;
  }
}
