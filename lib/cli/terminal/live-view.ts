import type { Outcome } from '../../mirror/outcome.ts';
import { Progress } from '../../mirror/progress/progress.ts';
import { isInterrupted } from '../../wording/outcome-words.ts';
import { renderFrame } from './frame.ts';
import { LiveArea } from './live-area.ts';
import { outcomeIn, outcomeLines } from './outcome-lines.ts';
import type { Terminal } from './output-stream.ts';
import { createPaint, hasColors } from './paint.ts';
import type { TickingView, ViewOptions } from './view.ts';

/**
 * Draws images in flight and the total at the bottom of a terminal, with
 * conflicts and failures above them. Events are only noted, at hundreds a
 * second too; the next tick shows what they changed.
 */
export function createLiveView(terminal: Terminal, { now, dryRun }: ViewOptions): TickingView {
  const progress = new Progress(now());
  const paint = createPaint(hasColors(terminal));
  const area = new LiveArea(terminal);
  const onResize = () => area.reflow();
  terminal.on('resize', onResize);

  return {
    tickEveryMs: 100,
    listener: (event) => {
      progress.apply(event, now());
      const outcome = outcomeIn(event);
      if (!outcome || !isToBeKept(outcome)) return;
      const name = outcome.target ?? outcome.source;
      const width = terminal.columns - 1;
      area.keep(outcomeLines(outcome, { name, dryRun, paint, width }));
    },
    tick: () => {
      const { columns, rows } = terminal;
      progress.observe(now());
      area.draw(renderFrame(progress, { columns, rows, now: now(), paint, dryRun }));
    },
    stop: () => {
      terminal.off('resize', onResize);
      area.close();
    },
  };
}

function isToBeKept(outcome: Outcome): boolean {
  const { status } = outcome;
  return (status === 'conflict' || status === 'failed') && !isInterrupted(outcome);
}
