import { describe, expect, it } from 'vitest';
import { renderFrame } from '../../../lib/cli/terminal/frame.ts';
import { createPaint } from '../../../lib/cli/terminal/paint.ts';
import { Progress } from '../../../lib/mirror/progress/progress.ts';
import { conflict, copied, failed, finished, MIB, outcome, planned, request } from './builders.ts';

const terminal = { columns: 80, rows: 24, now: 65_000, paint: createPaint(false), dryRun: false };

/** A run that is planned to have `images`. */
function progressOf(images: number): Progress {
  const progress = new Progress(0);
  progress.apply(planned(images), 0);
  return progress;
}

/** A run with `count` images in flight, every second of which moves bytes. */
function inFlight(count: number): Progress {
  const progress = progressOf(2000);
  for (let index = 0; index < count; index += 1) {
    const image = request(`image-${index}`);
    progress.apply({ type: 'started', request: image }, 0);
    if (index % 2 === 1) progress.apply({ type: 'expected', request: image, bytes: MIB }, 0);
  }
  return progress;
}

describe('renderFrame', () => {
  it('has a line for each image in flight, and the total', () => {
    const lines = renderFrame(inFlight(2), terminal);

    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('image-0:1');
    expect(lines[1]).toContain('image-1:1');
    expect(lines[2]).toBe('0 / 2,000 images · 1 m 5 s');
  });

  it('counts outcomes, bytes and rate in the total', () => {
    const progress = progressOf(5);
    const image = request('big');
    progress.apply({ type: 'started', request: image }, 0);
    progress.apply({ type: 'arrived', request: image, bytes: 650 * MIB, how: 'uploaded' }, 0);
    const ended = [copied('a'), outcome('b'), conflict('c'), failed('d')];
    for (const one of ended) progress.apply(finished(one), 0);
    progress.observe(65_000);

    const lines = renderFrame(progress, { ...terminal, columns: 120 });

    expect(lines.at(-1)).toBe(
      '4 / 5 images · 1 copied · 1 unchanged · 1 conflict · 1 failed · 650 MiB uploaded · 10 MiB/s · 1 m 5 s',
    );
  });

  it('breaks a total that is longer than the line', () => {
    const progress = progressOf(5);
    for (const one of [copied('a'), conflict('c')]) progress.apply(finished(one), 0);

    const lines = renderFrame(progress, { ...terminal, columns: 30 });

    expect(lines).toEqual(['2 / 5 images · 1 copied', '1 conflict · 1 m 5 s']);
  });

  it('leaves a row for the cursor and says how many images it hides', () => {
    const lines = renderFrame(inFlight(40), terminal);

    expect(lines).toHaveLength(23);
    expect(lines.at(-2)).toBe('… and 19 more');
  });

  it('prefers images that move bytes where not all fit', () => {
    const lines = renderFrame(inFlight(40), { ...terminal, rows: 23 });

    expect(lines.filter((line) => line.includes('comparing'))).toEqual([]);
    expect(lines.filter((line) => line.includes('1 MiB'))).toHaveLength(20);
  });

  it('hides nothing that just fits', () => {
    const lines = renderFrame(inFlight(22), terminal);

    expect(lines).toHaveLength(23);
    expect(lines.join()).not.toContain('more');
  });

  it.each([1, 2, 3])('keeps the total longest on a terminal of %d rows', (rows) => {
    const lines = renderFrame(inFlight(40), { ...terminal, rows });

    expect(lines).toHaveLength(rows - 1);
    expect(lines.at(-1) ?? 'images').toContain('images');
  });

  it('says whose tags are listed while nobody knows how many images there are', () => {
    const progress = new Progress(0);

    const before = renderFrame(progress, terminal);
    progress.apply({ type: 'listing', source: `quay.io/${'coreos/'.repeat(20)}etcd` }, 0);
    const [listing = '', ...others] = renderFrame(progress, terminal);

    expect(before).toEqual(['planning · 1 m 5 s']);
    expect(listing).toMatch(/^listing tags of qu.*….*coreos\/etcd$/);
    expect(listing).toHaveLength(terminal.columns - 1);
    expect(others).toEqual(['1 m 5 s']);
  });

  it('counts the repositories whose tags are listed where they are several', () => {
    const progress = new Progress(0);
    for (const source of ['a', 'b', 'c']) progress.apply({ type: 'listing', source }, 0);

    expect(renderFrame(progress, terminal)).toEqual(['listing tags of 3 repositories · 1 m 5 s']);
  });

  it('is conditional in a dry run', () => {
    const progress = progressOf(1);
    progress.apply(finished(copied('a')), 0);

    expect(renderFrame(progress, { ...terminal, dryRun: true })).toEqual([
      '1 / 1 images · 1 would be copied · 1 m 5 s',
    ]);
  });
});
