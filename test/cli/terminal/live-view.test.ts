import { describe, expect, it } from 'vitest';
import { createLiveView } from '../../../lib/cli/terminal/live-view.ts';
import {
  conflict,
  copied,
  failed,
  finished,
  interrupted,
  MIB,
  outcome,
  planned,
  request,
  settled,
} from './builders.ts';
import { FakeTerminal } from './fake-terminal.ts';

function live(terminal = new FakeTerminal()) {
  const view = createLiveView(terminal, { now: () => 0, dryRun: false });
  view.listener(planned(3));
  return { terminal, view };
}

describe('createLiveView', () => {
  it('draws images as they come and go, in place', () => {
    const { terminal, view } = live();

    for (const name of ['a', 'b', 'c']) {
      view.listener({ type: 'started', request: request(name) });
      view.tick();
    }
    view.listener(finished(copied('b')));
    view.tick();

    expect(terminal.screen).toEqual([
      expect.stringMatching(/^mirror\.example\/a:1 .*comparing$/),
      expect.stringMatching(/^mirror\.example\/c:1 .*comparing$/),
      '1 / 3 images · 1 copied · 0 s',
    ]);
  });

  it('says of an image that it waits for another run', () => {
    const { terminal, view } = live();
    view.listener({ type: 'started', request: request('a') });

    view.listener({ type: 'waiting', request: request('a') });
    view.tick();

    expect(terminal.screen[0]).toMatch(/^mirror\.example\/a:1 .*waiting for another run$/);
  });

  it('keeps conflicts and failures above what it draws', () => {
    const { terminal, view } = live(new FakeTerminal(160));
    view.listener({ type: 'started', request: request('c') });
    view.tick();

    view.listener(finished(conflict('a')));
    view.listener(finished(failed('b')));
    view.tick();
    view.tick();

    expect(terminal.screen).toEqual([
      'conflict  mirror.example/a:1  the tag names other content',
      expect.stringMatching(/^ {2}hint: .*onConflict: overwrite/),
      'failed  mirror.example/b:1  no such tag',
      '  hint: check the tag',
      expect.stringMatching(/^mirror\.example\/c:1 .*comparing$/),
      '2 / 3 images · 1 conflict · 1 failed · 0 s',
    ]);
  });

  it('keeps what the plan showed to fail above what it draws', () => {
    const { terminal, view } = live();

    view.listener(settled({ ...failed('a'), source: 'quay.io/coreos/etcd', target: null }));
    view.tick();

    expect(terminal.screen).toEqual([
      'failed  quay.io/coreos/etcd  no such tag',
      '  hint: check the tag',
      '1 / 3 images · 1 failed · 0 s',
    ]);
  });

  it('leaves nothing but what it kept, the latest included', () => {
    const { terminal, view } = live();
    view.listener({ type: 'started', request: request('a') });
    view.tick();
    view.listener(finished(failed('b')));

    view.stop();

    expect(terminal.screen).toEqual([
      'failed  mirror.example/b:1  no such tag',
      '  hint: check the tag',
    ]);
  });

  it('breaks what it keeps between words', () => {
    const { terminal, view } = live();
    const message = 'a '.repeat(200).trim();

    view.listener(finished(failed('a', { message })));
    view.stop();

    expect(terminal.screen.map((line) => line.length <= 79)).not.toContain(false);
    expect(terminal.screen.slice(1, -1)).not.toEqual([]);
    expect(terminal.screen.map((line) => line.trim()).join(' ')).toContain(message);
  });

  it('draws anew when the terminal broke its lines', () => {
    const { terminal, view } = live();
    view.listener(finished(failed('b')));
    view.listener({ type: 'started', request: request('a') });
    view.listener({ type: 'expected', request: request('a'), bytes: MIB });
    view.tick();

    terminal.resize(60);
    view.tick();

    expect(terminal.screen).toEqual([
      'failed  mirror.example/b:1  no such tag',
      '  hint: check the tag',
      expect.stringMatching(/^mirror\.example\/a:1 .*1 MiB *$/),
      '1 / 3 images · 1 failed · 0 s',
    ]);
  });

  it('writes nothing between ticks', () => {
    const { terminal, view } = live();

    for (let index = 0; index < 100; index += 1) view.listener(finished(failed(`image-${index}`)));

    expect(terminal.written).toBe('');
  });

  it('keeps no lines of unremarkable and of interrupted images', () => {
    const { terminal, view } = live();
    const ended = [
      copied('a'),
      outcome('b'),
      interrupted('c'),
      outcome('d', { status: 'skipped' }),
    ];

    for (const one of ended) view.listener(finished(one));
    view.stop();

    expect(terminal.screen).toEqual(['']);
  });

  it('lets no control character of a registry through', () => {
    const { terminal, view } = live();

    view.listener(finished(failed('a', { message: '\u001b[2J\u0007gone', hint: '\u009b2J' })));
    view.stop();

    expect(terminal.screen[0]).toBe('failed  mirror.example/a:1  \\u001b[2J\\u0007gone');
    expect(terminal.screen[1]).toBe('  hint: \\u009b2J');
  });

  it('leaves no listener on the terminal', () => {
    const { terminal, view } = live();

    view.stop();
    view.stop();

    expect(terminal.listenerCount('resize')).toBe(0);
  });
});
