/** SQS takes ten messages a request, and 1 MiB in all of them together. */
const MOST_ENTRIES = 10;
const MOST_BYTES = 1024 * 1024;

/** Parts `bodies`, in their order, into what fits one request each; one that is too large stands alone, to be refused. */
export function batchesOf(bodies: readonly string[]): readonly (readonly string[])[] {
  const batches: string[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const body of bodies) {
    const size = Buffer.byteLength(body);
    const last = batches.at(-1);
    if (last && last.length < MOST_ENTRIES && bytes + size <= MOST_BYTES) {
      last.push(body);
      bytes += size;
    } else {
      batches.push([body]);
      bytes = size;
    }
  }
  return batches;
}
