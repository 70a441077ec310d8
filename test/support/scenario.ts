/** An image that is there before anything is mirrored. */
export interface ScenarioImage {
  readonly host: string;
  readonly repository: string;
  readonly tag: string;
  /** Images of the same seed and platforms are the same. */
  readonly seed: number;
  /** Several make an index; default: one image for `linux/amd64`. */
  readonly platforms?: readonly string[];
}

/** What an entry of the definition ends in, as far as it is the same wherever it runs. */
export interface ScenarioOutcome {
  readonly source: string;
  readonly target: string;
  readonly status: string;
  /** Code of the error, where it failed. */
  readonly code?: string;
}

const SOURCE = 'quay.io';
const TARGET = 'mirror.example';
const BOTH = ['linux/amd64', 'linux/arm64'];

/** Hosts that the scenario speaks of; a stack must let the latter be written under `scenario/`. */
export const SCENARIO_HOSTS = { source: SOURCE, target: TARGET } as const;

/** What both homes find: every way that an image can end in. */
export const SCENARIO_IMAGES: readonly ScenarioImage[] = [
  { host: SOURCE, repository: 'scenario/plain', tag: '1', seed: 701 },
  { host: SOURCE, repository: 'scenario/multi', tag: '1', seed: 702, platforms: BOTH },
  { host: SOURCE, repository: 'scenario/equal', tag: '1', seed: 703 },
  { host: TARGET, repository: 'scenario/equal', tag: '1', seed: 703 },
  { host: SOURCE, repository: 'scenario/moved', tag: '1', seed: 704 },
  { host: TARGET, repository: 'scenario/moved', tag: '1', seed: 705 },
  { host: SOURCE, repository: 'scenario/kept', tag: '1', seed: 706 },
  { host: TARGET, repository: 'scenario/kept', tag: '1', seed: 707 },
  { host: SOURCE, repository: 'scenario/replaced', tag: '1', seed: 708 },
  { host: TARGET, repository: 'scenario/replaced', tag: '1', seed: 709 },
  { host: SOURCE, repository: 'scenario/many', tag: '1.0.0', seed: 710 },
  { host: SOURCE, repository: 'scenario/many', tag: '1.1.0', seed: 711 },
  { host: SOURCE, repository: 'scenario/many', tag: '2.0.0', seed: 712 },
];

/** images.yaml, in JSON. */
export const SCENARIO_DEFINITION = {
  targetRepoPrefix: `${TARGET}/`,
  images: [
    { source: `${SOURCE}/scenario/plain:1`, target: 'scenario/plain' },
    { source: `${SOURCE}/scenario/multi:1`, target: 'scenario/multi', platforms: ['linux/arm64'] },
    { source: `${SOURCE}/scenario/equal:1`, target: 'scenario/equal' },
    { source: `${SOURCE}/scenario/moved:1`, target: 'scenario/moved' },
    { source: `${SOURCE}/scenario/kept:1`, target: 'scenario/kept', onConflict: 'keep' },
    {
      source: `${SOURCE}/scenario/replaced:1`,
      target: 'scenario/replaced',
      onConflict: 'overwrite',
    },
    { source: `${SOURCE}/scenario/absent:1`, target: 'scenario/absent' },
    { source: `${SOURCE}/scenario/many`, target: 'scenario/many', tags: { semver: '<2' } },
  ],
};

/** By target. */
export const SCENARIO_OUTCOMES: readonly ScenarioOutcome[] = [
  outcome('absent', '1', 'failed', 'NOT_FOUND'),
  outcome('equal', '1', 'unchanged'),
  outcome('kept', '1', 'skipped'),
  outcome('many', '1.0.0', 'copied'),
  outcome('many', '1.1.0', 'copied'),
  outcome('moved', '1', 'conflict'),
  outcome('multi', '1', 'copied'),
  outcome('plain', '1', 'copied'),
  outcome('replaced', '1', 'copied'),
];

function outcome(
  name: string,
  tag: string,
  ...[status, code]: readonly [string, string?]
): ScenarioOutcome {
  const places = {
    source: `${SOURCE}/scenario/${name}:${tag}`,
    target: `${TARGET}/scenario/${name}:${tag}`,
  };
  return { ...places, status, ...(code !== undefined && { code }) };
}
