import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';

/** What a registry answers to one request for referrers; absent: 200, without a body. */
export interface Answer {
  readonly status?: number;
  /** A text, or what becomes JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Has `registry` give `answers` to the next requests for referrers, one after another. */
export function answerReferrers(registry: EmbeddedRegistry, ...answers: readonly Answer[]): void {
  for (const { status = 200, body = '', headers = {} } of answers) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const path = /\/referrers\//;
    registry.play({ path, times: 1, do: { kind: 'status', status, headers, body: text } });
  }
}

/** The body of a list of referrers, of whatever it is told to list. */
export function index(...manifests: readonly unknown[]): object {
  return { schemaVersion: 2, manifests };
}

/** The body of a refusal that gives `code` as its reason. */
export function refusal(code: string): object {
  return { errors: [{ code }] };
}
