import { redact } from '../registry/redact.ts';
import type { TracedExchange } from '../registry/transport.ts';

/** Writes a line for every request; URLs lose whatever may be a secret. */
export function createTrace(stream: {
  write(text: string): unknown;
}): (exchange: TracedExchange) => void {
  return ({ method, url, status, durationMs }) => {
    stream.write(
      `debug: ${method} ${redact(url)} ${status ?? 'failed'} ${Math.round(durationMs)} ms\n`,
    );
  };
}
