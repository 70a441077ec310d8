import { randomUUID } from 'node:crypto';
import { Refusal } from './refusal.ts';
import type { RegistryStorage } from './storage.ts';
import type { UploadManner } from './upload-manner.ts';
import { UploadSession } from './upload-session.ts';

/** The upload sessions that are open. */
export class Uploads {
  readonly #storage: RegistryStorage;
  readonly #manner: UploadManner;
  readonly #sessions = new Map<string, UploadSession>();

  constructor(storage: RegistryStorage, manner: UploadManner) {
    this.#storage = storage;
    this.#manner = manner;
  }

  get size(): number {
    return this.#sessions.size;
  }

  async start(repository: string): Promise<UploadSession> {
    const staged = await this.#storage.stageContent();
    const id = randomUUID();
    const session = new UploadSession({ id, repository, staged, manner: this.#manner });
    this.#sessions.set(session.id, session);
    return session;
  }

  /** Runs `work` on an open session when requests before it have ended; refuses where there is none. */
  async use<T>(
    repository: string,
    id: string,
    work: (session: UploadSession) => Promise<T>,
  ): Promise<T> {
    return await this.#find(repository, id).turns.take(async () =>
      work(this.#find(repository, id)),
    );
  }

  /** Forgets the session and what it received, unless that was committed. */
  async end(session: UploadSession): Promise<void> {
    this.#sessions.delete(session.id);
    await session.discard();
  }

  /** Forgets the session of that id, if there is one, as a registry does that restarts. */
  async lose(id: string): Promise<void> {
    const session = this.#sessions.get(id);
    if (session) await this.end(session);
  }

  async endAll(): Promise<void> {
    for (const session of [...this.#sessions.values()]) await this.end(session);
  }

  #find(repository: string, id: string): UploadSession {
    const session = this.#sessions.get(id);
    if (session?.repository === repository) return session;
    throw new Refusal('BLOB_UPLOAD_UNKNOWN', `${repository} has no upload session ${id}`);
  }
}
