import { isTerminal, type OutputStream, type Terminal } from './output-stream.ts';
import { createPlainView } from './plain-view.ts';
import type { ProgressView, TickingView, ViewOptions } from './view.ts';

/** A run and the stream, usually `process.stderr`, that it is shown on. */
export interface ProgressViewOptions extends ViewOptions {
  readonly stream: OutputStream;
}

/**
 * Shows a run on `stream`: drawn again and again on a terminal, line by line
 * elsewhere. The caller must stop it; until then it owns the stream, but it
 * never keeps the process alive.
 */
export async function createProgressView({
  stream,
  ...options
}: ProgressViewOptions): Promise<ProgressView> {
  const view = isTerminal(stream)
    ? await createLiveView(stream, options)
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

/** Loaded where there is a terminal only: what draws on it costs a fifth of the time that a command takes to start. */
async function createLiveView(terminal: Terminal, options: ViewOptions): Promise<TickingView> {
  const live = await import('./live-view.ts');
  return live.createLiveView(terminal, options);
}
