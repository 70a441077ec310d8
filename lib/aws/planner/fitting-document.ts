import type { Outcome } from '../../mirror/outcome.ts';

/** Lambda answers with 6 MB at most: docs.aws.amazon.com/lambda, "Quotas". The rest is room for what stands around images. */
const MAX_BYTES = 5_500_000;

/** The document of a run, without the images for which an answer has no room: of those it says how many. */
export function fittingDocument(
  run: object,
  images: readonly Outcome[],
  imageDocument: (image: Outcome) => object,
): object {
  const all = images.map(imageDocument);
  if (bytesOf(all) <= MAX_BYTES) return { run, images: all, errors: [] };
  const telling = images.filter(({ status }) => status !== 'unchanged').map(imageDocument);
  const told = fitting(telling);
  const message = `${images.length - told.length} of ${images.length} images are left out, first of all those that are unchanged: an answer has no room for them`;
  const hint = 'name some of them with only, or run image-syncer plan on a host';
  return { run, images: told, errors: [{ file: null, line: null, column: null, message, hint }] };
}

function fitting(documents: readonly object[]): readonly object[] {
  let room = MAX_BYTES;
  const end = documents.findIndex((document) => {
    room -= bytesOf(document) + 1;
    return room < 0;
  });
  return end === -1 ? documents : documents.slice(0, end);
}

function bytesOf(document: unknown): number {
  return Buffer.byteLength(JSON.stringify(document));
}
