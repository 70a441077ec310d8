import { setTimeout } from 'node:timers/promises';
import type { ServiceLife } from './service-life.ts';

/** What a service answers while it works, asked in turn. */
const PATHS = ['/healthz', '/readyz', '/metrics', '/api/runs', '/api/images', '/'] as const;

/** `/readyz` says by 503 that the service is not. */
const LEGAL = [200, 503];

const LIMIT_MS = 10_000;

const GRACE_MS = 500;

/** A limit that is noticed so late was missed by a machine that stood still, this process included. */
const LATE_MS = 2000;

export interface PageFigures {
  readonly asked: number;
  readonly slowestMs: number;
}

/** Asks a service for its pages, one a second, and keeps what goes wrong. */
export class PageWatch {
  readonly problems: string[] = [];
  #asked = 0;
  #slowestMs = 0;

  get figures(): PageFigures {
    return { asked: this.#asked, slowestMs: this.#slowestMs };
  }

  /** Asks for the next page; a service that was killed meanwhile owes no answer. */
  async ask(life: ServiceLife): Promise<void> {
    const { url } = life;
    if (!url) return;
    const path = PATHS[this.#asked++ % PATHS.length] ?? '/';
    const startedAt = performance.now();
    try {
      const response = await fetch(new URL(path, url), { signal: AbortSignal.timeout(LIMIT_MS) });
      await response.arrayBuffer();
      this.#slowestMs = Math.max(this.#slowestMs, performance.now() - startedAt);
      const { status } = response;
      if (!LEGAL.includes(status)) this.problems.push(`${path} answers ${status}`);
    } catch (error) {
      // A connection is known to be broken before its process is known to be gone.
      await setTimeout(GRACE_MS);
      const isLate = performance.now() - startedAt > LIMIT_MS + LATE_MS;
      if (life.running && !isLate) this.problems.push(`${path}: ${String(error)}`);
    }
  }

  /** Listens to the live events until the service is gone. */
  async listen(life: ServiceLife): Promise<void> {
    try {
      const response = await fetch(new URL('/events', await life.listening));
      if (!response.ok) this.problems.push(`/events answers ${response.status}`);
      for await (const _ of response.body ?? []);
    } catch {
      // A killed service ends it so.
    }
  }
}
