import { SyncerError } from '../../errors.ts';
import { OUTCOME_STATUSES } from '../../mirror/outcome.ts';
import { driftDocument, recordedImageDocument } from '../../mirror/run-document.ts';
import { formatReference, parseReference } from '../../oci/reference.ts';
import type { CurrentImage, ServiceView } from '../service.ts';
import { currentImageDocument } from './image-documents.ts';
import { type Query, requireKnown, single } from './parameters.ts';
import { RequestError } from './request-error.ts';

const STATUSES: readonly string[] = [...OUTCOME_STATUSES, 'waiting'];

/** The document of the images that `query` asks for, or with `target` that of one. Throws {@link RequestError}. */
export async function imagesAnswer(view: ServiceView, query: Query): Promise<object> {
  const target = single(query, 'target');
  requireKnown(query, target === undefined ? ['status', 'q', 'target'] : ['target']);
  if (target !== undefined) return await imageAnswer(view, parsedTarget(target));
  const isWanted = filterOf(query);
  const images = (await view.images()).filter(isWanted);
  return { images: images.map(currentImageDocument), errors: [] };
}

function filterOf(query: Query): (image: CurrentImage) => boolean {
  const statuses = query['status'] ?? STATUSES;
  const wrong = statuses.find((status) => !STATUSES.includes(status));
  if (wrong !== undefined) {
    throw new RequestError(400, {
      message: `${JSON.stringify(wrong)} is no status of an image`,
      hint: `use ${STATUSES.join(', ')}; name the parameter again for more than one`,
    });
  }
  const words = (single(query, 'q') ?? '').toLowerCase();
  return ({ source, target, status }) =>
    statuses.includes(status) && `${source}\n${target ?? ''}`.toLowerCase().includes(words);
}

async function imageAnswer(view: ServiceView, target: string): Promise<object> {
  const record = await view.reader.readImage(target);
  if (record) {
    const drift = await view.reader.listDrift(target);
    return { image: recordedImageDocument(record), drift: drift.map(driftDocument), errors: [] };
  }
  const image = (await view.images()).find((current) => current.target === target);
  if (image) return { image: currentImageDocument(image), drift: [], errors: [] };
  throw new RequestError(404, {
    message: `neither the definition nor the ledger knows an image ${target}`,
    hint: 'name the target of an image with its tag, as /api/images has it',
  });
}

function parsedTarget(text: string): string {
  try {
    return formatReference(parseReference(text));
  } catch (error) {
    if (!(error instanceof SyncerError)) throw error;
    throw new RequestError(400, error);
  }
}
