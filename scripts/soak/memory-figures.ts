/** What was seen of a process at a moment, in seconds since the soak began. */
export interface MemorySample {
  readonly seconds: number;
  readonly rssMib: number;
  readonly files: number;
  /** Which of the processes it was, the first being 0. */
  readonly life: number;
}

export interface MemoryFigures {
  /** Of each quarter of the soak. */
  readonly quarterMaximaMib: readonly number[];
  readonly highestMib: number;
  readonly medianMib: number;
  /** How much more a minute, by least squares over all samples. */
  readonly trendMibPerMinute: number;
  readonly lives: readonly LifeFigures[];
  readonly mostFiles: number;
  /** The fewest of the last seconds, in which there was hardly anything to do. */
  readonly filesAtRest: number;
}

export interface LifeFigures {
  readonly seconds: number;
  readonly highestMib: number;
  readonly trendMibPerMinute: number;
}

/** A process takes memory when it starts, which says nothing of what it does later. */
const WARM_UP_SECONDS = 15;

/** What a service may grow between the first quarter and the last, while its definition grows tenfold. */
const MOST_GROWTH = 1.25;

/** Below this difference nothing is made of it. */
const NOISE_MIB = 24;

/** What a service of this kind may have at most; files are connections for the most part. */
const MOST = { mib: 512, files: 256, filesAtRest: 64 } as const;

/** So long a service is at rest before the end: connections that nobody uses are closed by then. */
export const REST_SECONDS = 10;

/** Sums up `samples`, which are in order; those of each process's first seconds are left out. */
export function memoryFigures(samples: readonly MemorySample[]): MemoryFigures {
  const lives = [...Map.groupBy(samples, ({ life }) => life).values()];
  const warm = lives.flatMap(withoutWarmUp);
  const all = warm.map(({ rssMib }) => rssMib);
  return {
    quarterMaximaMib: quarterMaxima(warm),
    highestMib: Math.max(0, ...all),
    medianMib: all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0,
    trendMibPerMinute: trend(warm),
    lives: lives.map(lifeFigures),
    mostFiles: Math.max(0, ...samples.map(({ files }) => files)),
    filesAtRest: Math.min(...samples.slice(-REST_SECONDS / 2).map(({ files }) => files)),
  };
}

/** What speaks against memory being flat; nothing where it is. */
export function memoryProblems(figures: MemoryFigures): readonly string[] {
  if (figures.lives.length === 0) return ['no memory was measured'];
  const [firstMib = 0, , , lastMib = 0] = figures.quarterMaximaMib;
  const problems: string[] = [];
  if (lastMib > Math.max(firstMib * MOST_GROWTH, firstMib + NOISE_MIB)) {
    problems.push(`memory grew from ${firstMib.toFixed(0)} to ${lastMib.toFixed(0)} MiB`);
  }
  if (figures.highestMib > MOST.mib) {
    problems.push(`memory reached ${figures.highestMib.toFixed(0)} MiB, above ${MOST.mib}`);
  }
  if (figures.mostFiles > MOST.files) {
    problems.push(`${figures.mostFiles} files were open, above ${MOST.files}`);
  }
  if (figures.filesAtRest > MOST.filesAtRest) {
    problems.push(`${figures.filesAtRest} files are open at rest, above ${MOST.filesAtRest}`);
  }
  return problems;
}

function withoutWarmUp(life: readonly MemorySample[]): readonly MemorySample[] {
  const start = life[0]?.seconds ?? 0;
  return life.filter(({ seconds }) => seconds - start >= WARM_UP_SECONDS);
}

function lifeFigures(life: readonly MemorySample[]): LifeFigures {
  const warm = withoutWarmUp(life);
  return {
    seconds: (life.at(-1)?.seconds ?? 0) - (life[0]?.seconds ?? 0),
    highestMib: Math.max(0, ...life.map(({ rssMib }) => rssMib)),
    trendMibPerMinute: trend(warm),
  };
}

function quarterMaxima(samples: readonly MemorySample[]): readonly number[] {
  const end = (samples.at(-1)?.seconds ?? 0) + 1;
  return [0, 1, 2, 3].map((quarter) => {
    const own = samples.filter(({ seconds }) => Math.floor((4 * seconds) / end) === quarter);
    return Math.max(0, ...own.map(({ rssMib }) => rssMib));
  });
}

/** The slope of the line of least squares. */
function trend(samples: readonly MemorySample[]): number {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const time = mean(samples.map(({ seconds }) => seconds / 60));
  const level = mean(samples.map(({ rssMib }) => rssMib));
  let [above, below] = [0, 0];
  for (const { seconds, rssMib } of samples) {
    above += (seconds / 60 - time) * (rssMib - level);
    below += (seconds / 60 - time) ** 2;
  }
  return below === 0 ? 0 : above / below;
}
