import { createLiveView } from './live-view.ts';
import { isTerminal, type OutputStream } from './output-stream.ts';
import { createPlainView } from './plain-view.ts';
import type { ProgressView, ViewOptions } from './view.ts';

/** A run and the stream, usually `process.stderr`, that it is shown on. */
export interface ProgressViewOptions extends ViewOptions {
  readonly stream: OutputStream;
}

/**
 * Shows a run on `stream`: drawn again and again on a terminal, line by line
 * elsewhere. The caller must stop it; until then it owns the stream, but it
 * never keeps the process alive.
 */
export function createProgressView({ stream, ...options }: ProgressViewOptions): ProgressView {
  const view = isTerminal(stream)
    ? createLiveView(stream, options)
    : createPlainView(stream, options);
  const timer = setInterval(() => view.tick(), view.tickEveryMs).unref();

  return {
    listener: view.listener,
    stop: () => {
      clearInterval(timer);
      view.stop();
    },
  };
}
