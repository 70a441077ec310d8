/** Positions of bytes, both included, as `Range` and `Content-Range` count them. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** RFC 9110, section 14.1.2; several ranges at once are not served. */
const RANGE = /^bytes=(\d*)-(\d*)$/;

/**
 * The part of `size` bytes that a `Range` header asks for: `whole` where it is
 * absent or of a form that may be ignored.
 */
export function parseRange(
  header: string | undefined,
  size: number,
): ByteRange | 'whole' | 'unsatisfiable' {
  const [, first = '', last = ''] = RANGE.exec(header ?? '') ?? [];
  if (first === '' && last === '') return 'whole';

  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return start <= end ? { start, end } : 'unsatisfiable';
}
