import { describe, expect, it } from 'vitest';
import { renderOutcomeTable } from '../../../lib/cli/report/outcome-table.ts';
import {
  conflict,
  copied,
  failed,
  MIB,
  MIRRORED,
  outcome,
  report,
  UPSTREAM,
} from '../terminal/builders.ts';

const shortly = UPSTREAM.slice(0, 'sha256:'.length + 12);

describe('renderOutcomeTable', () => {
  it('sets status, target and details side by side where there is room', () => {
    const images = [copied('a', { referrers: 2 }), outcome('longer')];

    expect(renderOutcomeTable(report(images), { columns: 140 })).toBe(
      [
        `copied     mirror.example/a:1       ${shortly} · 12.3 MiB uploaded, 4 MiB mounted, 2 MiB already there · 2 referrers · 812 ms`,
        `unchanged  mirror.example/longer:1  ${shortly}`,
        '',
        '2 images: 1 copied, 1 unchanged · 12.3 MiB uploaded, 4 MiB mounted, 2 MiB already there · 3.1 s',
        '',
      ].join('\n'),
    );
  });

  it('puts details below the target where there is not', () => {
    const images = [copied('a'), outcome('b')];

    const lines = renderOutcomeTable(report(images), { columns: 60 }).split('\n');

    expect(lines.slice(0, 5)).toEqual([
      'copied     mirror.example/a:1',
      `  ${shortly}`,
      '  12.3 MiB uploaded, 4 MiB mounted, 2 MiB already there',
      '  812 ms',
      `unchanged  mirror.example/b:1  ${shortly}`,
    ]);
  });

  it.each([40, 80, 120])('breaks texts to %d columns and keeps every hint', (columns) => {
    const message = 'a registry explained itself at length '.repeat(8);
    const hint = 'ask whoever runs it for access '.repeat(5);

    const text = renderOutcomeTable(report([failed('a', { message, hint })]), { columns });

    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect(text.replace(/\s+/g, ' ')).toContain(`${message}hint: ${hint}`.trim());
  });

  it.each([0, undefined])('breaks no line where the width is %s', (columns) => {
    const message = 'a registry explained itself at length '.repeat(8).trim();

    const text = renderOutcomeTable(report([failed('a', { message })]), { columns });

    expect(text).toContain(`failed  mirror.example/a:1  ${message}\n`);
  });

  it('shows both digests of a conflict in full', () => {
    const text = renderOutcomeTable(report([conflict('a')]), { columns: 80 });

    expect(text.split('\n').slice(0, 5)).toEqual([
      'conflict  mirror.example/a:1',
      '  the tag names other content',
      `  source ${UPSTREAM}`,
      `  target ${MIRRORED}`,
      expect.stringMatching(/^ {2}hint: .*onConflict/),
    ]);
  });

  it('says that a conflict is with wanted content other than the source has', () => {
    const images = [conflict('a', { sourceDigest: MIRRORED })];

    expect(renderOutcomeTable(report(images))).toContain(`wanted ${UPSTREAM}`);
  });

  it('says what was replaced and how often it was tried', () => {
    const images = [copied('a', { previousDigest: MIRRORED, attempts: 3 })];

    const text = renderOutcomeTable(report(images));

    expect(text).toContain(`in place of ${MIRRORED.slice(0, 19)} · `);
    expect(text).toContain(' · 3 attempts · ');
  });

  it('shows reasons, warnings and causes', () => {
    const images = [
      outcome('a', { status: 'skipped', reason: 'onConflict is keep' }),
      copied('b', { warnings: ['an index is copied whole'] }),
      failed('c', {
        message: 'copying failed: reset',
        causes: [
          { code: 'X', message: 'reset' },
          { code: 'Y', message: 'socket closed' },
        ],
      }),
    ];

    const text = renderOutcomeTable(report(images));

    expect(text).toMatch(/^skipped +mirror\.example\/a:1 +onConflict is keep$/m);
    expect(text).toMatch(/^ +warning: an index is copied whole$/m);
    expect(text).toMatch(/^ +caused by: socket closed$/m);
    expect(text).not.toContain('caused by: reset');
  });

  it('names a source that has no target', () => {
    const images = [{ ...failed('a'), target: null }];

    expect(renderOutcomeTable(report(images))).toMatch(/^failed +docker\.io\/library\/a:1 /);
  });

  it('is conditional in a dry run', () => {
    const images = [copied('a'), outcome('b', { status: 'skipped', reason: 'kept' })];

    const text = renderOutcomeTable(report(images, { dryRun: true }));

    expect(text).toMatch(/^would copy +mirror\.example\/a:1 .*12\.3 MiB to upload/);
    expect(text).toMatch(/^would skip +mirror\.example\/b:1 /m);
    expect(text).toContain(
      '2 images: 1 would be copied, 1 would be skipped · 12.3 MiB to upload, 4 MiB to mount, 2 MiB already there · 3.1 s',
    );
  });

  it('leaves out of the summary what there was nothing of', () => {
    const text = renderOutcomeTable(report([outcome('a')], { finishedAt: null }));

    expect(text).toMatch(/\n\n1 image: 1 unchanged\n$/);
  });

  it('says so when there were no images', () => {
    expect(renderOutcomeTable(report([]))).toBe('0 images · 3.1 s\n');
  });

  it('lets no control character of a registry through', () => {
    const images = [
      failed('a', {
        message: 'gone\u001b[2J',
        hint: '\u009b2J',
        causes: [{ code: 'X', message: '\u0007' }],
      }),
      copied('b', { warnings: ['\u202e'] }),
    ];

    const text = renderOutcomeTable(report(images));

    expect(text.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
  });

  it('has colours where it is told so', () => {
    const text = renderOutcomeTable(report([failed('a')]), { color: true, columns: 100 });

    expect(text.startsWith('\u001b[31mfailed\u001b[39m  mirror')).toBe(true);
  });

  it('names only the ways in which bytes came', () => {
    const bytes = { uploaded: 0, mounted: MIB, present: 0 };

    expect(renderOutcomeTable(report([copied('a', { bytes })]))).toContain(
      '1 image: 1 copied · 1 MiB mounted · 3.1 s',
    );
  });
});
