import type { Page } from './page-layout.ts';

/** What is asked for cannot be shown; told as a page. */
export class PageError extends Error {
  override readonly name = 'PageError';
  readonly status: 400 | 404;
  readonly hint: string;
  readonly place: Page['place'];

  constructor(
    status: 400 | 404,
    { message, hint, place }: Pick<PageError, 'message' | 'hint' | 'place'>,
  ) {
    super(message);
    this.status = status;
    this.hint = hint;
    this.place = place;
  }
}
