/** What a list of images is narrowed to, as its address says it. */
export interface ImagesQuery {
  readonly status?: string;
  readonly q?: string;
  readonly page?: number;
  /** `all`: every image on one page. */
  readonly per?: 'all';
}

/** Where the images are listed that `query` asks for. */
export function imagesPath(query: ImagesQuery = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  }
  return parameters.size === 0 ? '/images' : `/images?${parameters}`;
}

/** Where the image with `target` is shown. Colons and at signs may stand in paths: RFC 3986, section 3.3. */
export function imagePath(target: string): string {
  const segments = target.toWellFormed().split('/').map(encodeURIComponent);
  return `/images/${segments.join('/').replaceAll('%3A', ':').replaceAll('%40', '@')}`;
}

/** The target that a path leads to which {@link imagePath} made; `undefined` where it made none such. */
export function targetOfPath(path: string): string | undefined {
  try {
    return decodeURIComponent(path.slice('/images/'.length));
  } catch {
    return undefined;
  }
}

/** Where a run is shown. */
export function runPath(id: string): string {
  return `/runs/${encodeURIComponent(id.toWellFormed())}`;
}
