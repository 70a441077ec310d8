import { NOTHING_FOUND } from '../../mirror/findings.ts';
import { errorDocument, imageDocument, recordedImageDocument } from '../../mirror/run-document.ts';
import type { CurrentImage } from '../service.ts';

/** An image of the definition as the ledger knows it; one that waits has the same fields, with `null` in them. */
export function currentImageDocument(image: CurrentImage): object {
  const { putOff } = image;
  const document = documentOf(image);
  if (!putOff) return document;
  return { ...document, error: errorDocument(putOff.error), againAt: putOff.againAt };
}

function documentOf({ source, target, record, outcome }: CurrentImage): object {
  if (record) return recordedImageDocument(record);
  if (outcome) return { ...imageDocument(outcome), lastRun: null };
  return waitingDocument(source, target);
}

/** Its fields stand in the order of the documents of other images, which writing over them does not change. */
function waitingDocument(source: string, target: string | null): object {
  const nothing = imageDocument({
    ...{ source, target, ...NOTHING_FOUND },
    attempts: 0,
    durationMs: 0,
    error: null,
  });
  return { ...nothing, status: 'waiting', lastRun: null };
}
