/** A URL that messages are about. */
export interface ShownUrl {
  readonly url: URL;
  /** What messages show instead of it, where whoever knows it may write there. */
  readonly shownAs?: string;
}

/**
 * A URL as messages may show it: origin and path. Query, fragment and user are
 * left out, since signed URLs and upload sessions carry secrets there; so is
 * the path behind `/uploads/`, which lets whoever knows it write to the session.
 */
export function redact({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${pathname}`.replace(/(\/uploads\/).+$/, '$1…');
}

/** The URL of a request as messages may show it. */
export function shown({ url, shownAs }: ShownUrl): string {
  return shownAs ?? redact(url);
}
