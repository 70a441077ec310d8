import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createPlainView } from '../../../lib/cli/terminal/plain-view.ts';
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

function plain({ verbose = false, dryRun = false } = {}) {
  const stream = new PassThrough({ encoding: 'utf8' });
  const clock = { now: 0 };
  const view = createPlainView(stream, { now: () => clock.now, dryRun, verbose });
  const lines = () =>
    String(stream.read() ?? '')
      .split('\n')
      .slice(0, -1);
  return { view, lines, clock };
}

describe('createPlainView', () => {
  it('writes a line for an image that was copied', () => {
    const { view, lines } = plain();

    view.listener(
      finished(copied('a', { bytes: { uploaded: 4.2 * MIB, mounted: 0, present: 0 } })),
    );

    expect(lines()).toEqual([
      'copied  docker.io/library/a:1 → mirror.example/a:1  4.2 MiB uploaded, 812 ms',
    ]);
  });

  it('is conditional in a dry run', () => {
    const { view, lines } = plain({ dryRun: true });
    const bytes = { uploaded: 4.2 * MIB, mounted: MIB, present: 0 };

    view.listener(finished(copied('a', { bytes })));

    expect(lines()).toEqual([
      'would copy  docker.io/library/a:1 → mirror.example/a:1  4.2 MiB to upload, 1 MiB to mount, 812 ms',
    ]);
  });

  it('writes message and hint of conflicts and failures', () => {
    const { view, lines } = plain();

    view.listener(finished(conflict('a')));
    view.listener(finished(failed('b')));

    expect(lines()).toEqual([
      'conflict  docker.io/library/a:1 → mirror.example/a:1  the tag names other content',
      expect.stringMatching(/^ {2}hint: .*onConflict: overwrite/),
      'failed  docker.io/library/b:1 → mirror.example/b:1  no such tag',
      '  hint: check the tag',
    ]);
  });

  it('names a source that has no target', () => {
    const { view, lines } = plain();

    view.listener(finished({ ...failed('a'), target: null }));

    expect(lines()[0]).toBe('failed  docker.io/library/a:1  no such tag');
  });

  it('says what came along, and of what it warns', () => {
    const { view, lines } = plain();
    const bytes = { uploaded: MIB, mounted: 0, present: 0 };

    view.listener(finished(copied('a', { bytes, referrers: 2, warnings: ['arm64 is left out'] })));

    expect(lines()).toEqual([
      'copied  docker.io/library/a:1 → mirror.example/a:1  1 MiB uploaded, 2 referrers, 812 ms',
      '  warning: arm64 is left out',
    ]);
  });

  it('says whose tags are listed, and how many images that came to', () => {
    const { view, lines } = plain();

    view.listener({ type: 'listing', source: 'quay.io/coreos/etcd' });
    view.listener(planned(1200));

    expect(lines()).toEqual(['listing tags  quay.io/coreos/etcd', 'planned  1,200 images']);
  });

  it('says nothing of a plan for which nothing was listed', () => {
    const { view, lines } = plain();

    view.listener(planned(3));

    expect(lines()).toEqual([]);
  });

  it('writes what was settled by the plan', () => {
    const { view, lines } = plain();

    view.listener(settled({ ...failed('a'), source: 'quay.io/coreos/etcd', target: null }));

    expect(lines()[0]).toBe('failed  quay.io/coreos/etcd  no such tag');
  });

  it('passes over unchanged and interrupted images', () => {
    const { view, lines } = plain();

    view.listener(finished(outcome('a')));
    view.listener(finished(interrupted('b')));

    expect(lines()).toEqual([]);
  });

  it('lists unchanged images where it is verbose', () => {
    const { view, lines } = plain({ verbose: true });

    view.listener(finished(outcome('a')));

    expect(lines()).toEqual(['unchanged  docker.io/library/a:1 → mirror.example/a:1  812 ms']);
  });

  it('says every 30 seconds how far a long copy has come', () => {
    const { view, lines, clock } = plain();
    const image = request('a');
    view.listener({ type: 'started', request: image });
    view.listener({ type: 'expected', request: image, bytes: 900 * MIB });
    view.listener({ type: 'arrived', request: image, bytes: 300 * MIB, how: 'uploaded' });

    const reports = [29_000, 30_000, 31_000, 59_000, 60_000].map((now) => {
      clock.now = now;
      view.tick();
      return lines().length;
    });

    expect(reports).toEqual([0, 1, 0, 0, 1]);
  });

  it('tells bytes, rate and time left of a long copy', () => {
    const { view, lines, clock } = plain();
    const image = request('a');
    view.listener({ type: 'started', request: image });
    view.listener({ type: 'expected', request: image, bytes: 900 * MIB });
    view.listener({ type: 'arrived', request: image, bytes: 300 * MIB, how: 'uploaded' });

    clock.now = 30_000;
    view.tick();

    expect(lines()).toEqual([
      'copying  docker.io/library/a:1 → mirror.example/a:1  300 MiB of 900 MiB, 10 MiB/s, 1 m left',
    ]);
  });

  it('says at once that an image waits for another run', () => {
    const { view, lines } = plain();
    view.listener({ type: 'started', request: request('a') });

    view.listener({ type: 'waiting', request: request('a') });

    expect(lines()).toEqual([
      'waiting for another run  docker.io/library/a:1 → mirror.example/a:1',
    ]);
  });

  it('says that an image is still compared', () => {
    const { view, lines, clock } = plain();
    view.listener({ type: 'started', request: request('a') });

    clock.now = 30_000;
    view.tick();

    expect(lines()).toEqual(['comparing  docker.io/library/a:1 → mirror.example/a:1']);
  });

  it('lets no control character of a registry through', () => {
    const { view, lines } = plain();

    view.listener(finished(failed('a', { message: 'one\ntwo\u001b[2J' })));

    expect(lines()[0]).toMatch(/one\\u000atwo\\u001b\[2J$/);
  });
});
