import { CopyError } from '../copy/errors.ts';
import { SyncerError } from '../errors.ts';
import type { OutcomeError } from './outcome.ts';

/** Puts a failure into the form in which it is printed and recorded. */
export function outcomeErrorOf(error: unknown): OutcomeError {
  const chain = chainOf(error);
  const [outermost, ...causes] = chain.map(summaryOf);
  const named = chain.find((link) => link instanceof SyncerError);
  return {
    kind: named?.kind ?? 'internal',
    code: named?.code ?? 'INTERNAL',
    side: chain.find((link) => link instanceof CopyError)?.side ?? null,
    message: messageOf(chain) || (outermost?.message ?? 'unknown failure'),
    hint: named?.hint ?? 'this is a defect of image-syncer: report it with the output of --debug',
    retryable: named?.retryable ?? false,
    causes,
  };
}

/** The step that failed and what happened there; causes below that are for whoever looks closer. */
function messageOf(chain: readonly unknown[]): string {
  const [first, second] = chain.map(summaryOf);
  if (!first) return '';
  return second && chain[0] instanceof CopyError
    ? `${first.message}: ${second.message}`
    : first.message;
}

function chainOf(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  for (let link = error; link !== undefined && !chain.includes(link); ) {
    chain.push(link);
    link = link instanceof Error ? link.cause : undefined;
  }
  return chain;
}

function summaryOf(link: unknown): { readonly code: string; readonly message: string } {
  if (!(link instanceof Error)) return { code: 'UNKNOWN', message: String(link) };
  const code = 'code' in link && typeof link.code === 'string' ? link.code : link.name;
  return { code, message: link.message };
}
