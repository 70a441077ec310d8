import { isTerminal, type OutputStream, type Terminal } from './output-stream.ts';
import { createPlainView } from './plain-view.ts';
import type { ProgressView, TickingView, ViewOptions } from './view.ts';

/** A run and where it is shown. */
export interface ProgressViewOptions extends ViewOptions {
  /** Usually `process.stderr`. */
  readonly stream: OutputStream;
  /** Takes the lines of the run too, whatever `stream` is. */
  readonly log?: OutputStream | undefined;
}

/**
 * Shows a run on `stream`: drawn again and again on a terminal, line by line
 * elsewhere. The caller must stop it; until then it owns the stream, but it
 * never keeps the process alive.
 */
export async function createProgressView({
  stream,
  log,
  ...options
}: ProgressViewOptions): Promise<ProgressView> {
  const views = [
    isTerminal(stream) ? await createLiveView(stream, options) : createPlainView(stream, options),
    ...(log ? [createPlainView(log, options)] : []),
  ];
  const timers = views.map((view) => setInterval(() => view.tick(), view.tickEveryMs).unref());

  return {
    listener: (event) => {
      for (const view of views) view.listener(event);
    },
    stop: () => {
      for (const timer of timers) clearInterval(timer);
      for (const view of views) view.stop();
    },
  };
}

/** Loaded where there is a terminal only: what draws on it costs a fifth of the time that a command takes to start. */
async function createLiveView(terminal: Terminal, options: ViewOptions): Promise<TickingView> {
  const live = await import('./live-view.ts');
  return live.createLiveView(terminal, options);
}
