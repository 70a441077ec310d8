interface Form {
  /** The head of its column. */
  readonly heading: string;
  readonly format: (value: number) => string;
}

/** Everything that a scenario may measure, by name and unit. */
const FORMS = {
  wallSeconds: { heading: 'wall', format: seconds },
  /** User and system time of all processes of the subject. */
  cpuSeconds: { heading: 'CPU', format: seconds },
  cpuSecondsPerGibibyte: { heading: 'CPU/GiB', format: seconds },
  /** Resident memory of the subject's largest process at its highest. */
  peakBytes: { heading: 'peak', format: megabytes },
  /** Bytes of content in a second of wall time. */
  bytesPerSecond: { heading: 'speed', format: (value: number) => `${megabytes(value)}/s` },
  /** Over the whole process, its start included. */
  imagesPerSecond: { heading: 'images', format: (value: number) => `${value.toFixed(0)}/s` },
  /** At the source and at the target together. */
  requestsPerImage: { heading: 'requests', format: (value: number) => `${value.toFixed(1)} each` },
  /** Opened by the subject, at the source and at the target together. */
  connections: { heading: 'connections', format: (value: number) => value.toFixed(0) },
  /** Of blobs, that registries sent. */
  downloadedBytes: { heading: 'downloaded', format: megabytes },
  /** Of blobs, that registries were sent. */
  uploadedBytes: { heading: 'uploaded', format: megabytes },
  /** Uploads of blobs that came to their end. */
  uploads: { heading: 'uploads', format: (value: number) => value.toFixed(0) },
  /** Time in which a module was loaded, without the start of Node. */
  loadMs: { heading: 'load', format: (value: number) => `${value.toFixed(0)} ms` },
  /** Minified code that is loaded at once. */
  loadedBytes: { heading: 'code', format: (value: number) => `${(value / 1e3).toFixed(0)} kB` },
} as const satisfies Readonly<Record<string, Form>>;

export type Figure = keyof typeof FORMS;

/** What was measured of one subject; each scenario measures what it is about. */
export type Figures = Readonly<Partial<Record<Figure, number>>>;

/** In the order in which tables have them. */
export const FIGURES = Object.keys(FORMS) as readonly Figure[];

export function formOf(figure: Figure): Form {
  return FORMS[figure];
}

/** Such as `wall 1.23 s, peak 84 MB`. */
export function formatFigures(figures: Figures): string {
  return FIGURES.flatMap((figure) => {
    const { [figure]: value } = figures;
    return value === undefined ? [] : [`${formOf(figure).heading} ${formOf(figure).format(value)}`];
  }).join(', ');
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
