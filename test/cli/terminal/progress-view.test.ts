import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createProgressView } from '../../../lib/cli/terminal/progress-view.ts';
import { failed, finished, planned } from './builders.ts';
import { FakeTerminal } from './fake-terminal.ts';

const run = { now: () => 0, dryRun: false };

describe('createProgressView', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('draws ten times a second until it is stopped', async () => {
    const terminal = new FakeTerminal();
    const view = await createProgressView({ stream: terminal, ...run });

    view.listener(planned(1));
    vi.advanceTimersByTime(100);
    const drawn = terminal.screen;
    view.stop();

    expect(drawn).toEqual(['0 / 1 images · 0 s']);
    expect(terminal.screen).toEqual(['']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('keeps no process alive', async () => {
    vi.useRealTimers();
    const before = process.getActiveResourcesInfo();

    const view = await createProgressView({ stream: new FakeTerminal(), ...run });
    const during = process.getActiveResourcesInfo();
    view.stop();

    expect(during).toEqual(before);
  });

  it('draws on a terminal, so that lines wait for the next frame', async () => {
    const terminal = new FakeTerminal();
    const view = await createProgressView({ stream: terminal, ...run });

    view.listener(finished(failed('a')));
    const before = terminal.written;
    view.stop();

    expect(before).toBe('');
    expect(terminal.screen).toContain('  hint: check the tag');
  });

  it('writes lines at once elsewhere', async () => {
    const stream = new PassThrough({ encoding: 'utf8' });
    const view = await createProgressView({ stream, ...run });

    view.listener(finished(failed('a')));
    const written = stream.read();
    view.stop();

    expect(written).toContain('  hint: check the tag\n');
  });

  it('writes lines to the log too, without what a terminal needs', async () => {
    const log = new PassThrough({ encoding: 'utf8' });
    const view = await createProgressView({ stream: new FakeTerminal(), log, ...run });

    view.listener(finished(failed('a')));
    view.stop();

    expect(log.read()).toMatch(/^failed {2}docker\.io.*\n {2}hint: check the tag\n$/);
  });

  it('draws nothing on a terminal of no size', async () => {
    const terminal = new FakeTerminal(0, 0);
    const view = await createProgressView({ stream: terminal, ...run });

    view.listener(finished(failed('a')));
    view.stop();

    expect(terminal.written).toMatch(/^failed {2}docker\.io.*\n {2}hint: check the tag\n$/);
  });
});
