import type { SoakResult } from './soak-result.ts';

/** What a soak found, as a table of Markdown. */
export function soakSummary(result: SoakResult): string {
  const rows = [...workRows(result), ...findingRows(result), ...memoryRows(result)];
  return [
    '| what | figure |',
    '| --- | --- |',
    ...rows.map(([what, figure]) => `| ${what} | ${figure} |`),
  ].join('\n');
}

type Row = readonly [what: string, figure: string];

function workRows({
  options,
  samples,
  kills,
  changes,
  faults,
  ...result
}: SoakResult): readonly Row[] {
  const manners = Object.entries(Object.groupBy(changes, ({ manner }) => manner));
  const told = changes.filter(({ isTold }) => isTold).length;
  const hits = kills.filter(({ uploads }) => uploads > 0).length;
  const struck = [...Object.values(faults.source), ...Object.values(faults.target)];
  return [
    [
      'duration',
      `${options.durationMs / 60_000} min, ${samples.length} samples, seed ${options.seed}`,
    ],
    ['changes of the file', listed(manners.map(([manner, of]) => [manner, of?.length ?? 0]))],
    ['of them told by a hook', String(told)],
    ['kill -9', `${kills.length}, ${hits} of them in a large upload`],
    ['faults', `${sum(struck)}, ${listed(Object.entries(faults.target))} at the target alone`],
    [
      'pages asked for',
      `${result.pages.asked}, the slowest took ${result.pages.slowestMs.toFixed(0)} ms`,
    ],
  ];
}

function findingRows({ findings, settledSeconds }: SoakResult): readonly Row[] {
  const { uploadedBytes, receivedBytes, uniqueBytes } = findings;
  return [
    [
      'images in place at the end',
      `${findings.images}, ${settledSeconds.toFixed(0)} s after the last change`,
    ],
    ['runs', listed(Object.entries(findings.runs))],
    ['outcomes counted', String(findings.outcomes)],
    [
      'bytes',
      `${gib(uniqueBytes)} unique, ${gib(uploadedBytes)} counted as uploaded, ${gib(receivedBytes)} sent`,
    ],
    ['upload sessions left by killed processes', String(findings.uploadSessions)],
    ['checkpoints left', String(findings.checkpoints)],
    [
      'what did not hold',
      findings.problems.length === 0 ? 'nothing' : `${findings.problems.length}`,
    ],
  ];
}

function memoryRows({ memory }: SoakResult): readonly Row[] {
  const lives = memory.lives.map(({ highestMib }) => highestMib.toFixed(0));
  return [
    [
      'memory, highest of each quarter',
      `${memory.quarterMaximaMib.map((mib) => mib.toFixed(0)).join(', ')} MiB`,
    ],
    ['memory, median', `${memory.medianMib.toFixed(0)} MiB`],
    ['memory, trend', `${memory.trendMibPerMinute.toFixed(2)} MiB a minute`],
    ['memory, highest of each process', `${lives.join(', ')} MiB`],
    ['open files', `${memory.mostFiles} at most, ${memory.filesAtRest} at rest`],
  ];
}

function listed(entries: readonly (readonly [string, number])[]): string {
  return entries.map(([name, count]) => `${count} ${name}`).join(', ') || 'none';
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}

function gib(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(2)} GiB`;
}
