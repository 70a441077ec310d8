import { CHOICE_NAMES, isChoice } from './image-filter.ts';
import { PageError } from './page-error.ts';
import type { ImagesQuery } from './paths.ts';

/** What a list of images is asked to be. Throws {@link PageError} where nobody knows what that is. */
export function parseImagesQuery(query: Readonly<Record<string, string>>): ImagesQuery {
  const { status = '', q = '', page = '1', per = '' } = query;
  if (status !== '' && !isChoice(status)) {
    throw refusal(
      `images are never ${JSON.stringify(status)}`,
      `status is one of ${CHOICE_NAMES.join(', ')}`,
    );
  }
  if (!/^[1-9]\d{0,5}$/.test(page)) {
    throw refusal(`there is no page ${JSON.stringify(page)}`, 'page is a whole number from 1');
  }
  if (per !== '' && per !== 'all') {
    throw refusal(`per is ${JSON.stringify(per)}`, 'per is all, or absent');
  }
  return { status, q, page: Number(page), ...(per === 'all' && { per }) };
}

function refusal(message: string, hint: string): PageError {
  return new PageError(400, { message, hint, place: '/images' });
}
