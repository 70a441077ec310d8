import { offerCopies } from './copies.ts';

/** While one page is fetched no other is. */
let isFetching = false;

/** Replaces what has changed on the page, where it was made from another edition than `edition`. */
export async function refresh(edition: string): Promise<void> {
  const main = document.querySelector('main');
  if (main === null || isFetching || main.dataset['edition'] === edition) return;
  isFetching = true;
  try {
    const next = await fetchMain();
    if (next) replaceSections(main, next);
  } finally {
    isFetching = false;
  }
}

async function fetchMain(): Promise<HTMLElement | null> {
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
    const text = await answer.text();
    return new DOMParser().parseFromString(text, 'text/html').querySelector('main');
  } catch {
    // Whatever keeps the page from being fetched ends the events as well; they begin anew.
    return null;
  }
}

function replaceSections(main: HTMLElement, next: HTMLElement): void {
  const place = placeOf(document.activeElement);
  const present = [...main.children];
  const sections = [...next.children].map((section) => document.adoptNode(section));
  const isSame = sections.map(({ id }) => id).join() === present.map(({ id }) => id).join();
  if (!isSame) main.replaceChildren(...sections);
  else present.forEach((section, index) => void replaceSection(section, sections[index]));
  main.dataset['edition'] = next.dataset['edition'];
  offerCopies();
  if (place && !document.activeElement?.matches(place)) {
    document.querySelector<HTMLElement>(place)?.focus({ preventScroll: true });
  }
}

function replaceSection(present: Element, next: Element | undefined): void {
  if (next === undefined) return;
  keepWhatReadersDid(present, next);
  if (!present.isEqualNode(next)) present.replaceWith(next);
}

/** What the reader has opened stays open, and what was filled in stays filled in. */
function keepWhatReadersDid(present: Element, next: Element): void {
  for (const details of present.querySelectorAll('details')) {
    const same = next.querySelector<HTMLDetailsElement>(`#${CSS.escape(details.id)}`);
    if (same) same.open = details.open;
  }
  for (const field of present.querySelectorAll<Field>('input, select')) {
    const same = next.querySelector<Field>(`[name="${CSS.escape(field.name)}"]`);
    if (same) same.value = field.value;
  }
}

type Field = HTMLInputElement | HTMLSelectElement;

/** A selector for the element that has the focus, where it can be found again. */
function placeOf(element: Element | null): string | undefined {
  const section = element?.closest('main > [id]');
  if (!element || !section) return undefined;
  const name = element.getAttribute('href') ?? element.getAttribute('name');
  if (element.id !== '') return `#${CSS.escape(element.id)}`;
  const attribute = element.hasAttribute('href') ? 'href' : 'name';
  const own = name === null ? element.localName : `[${attribute}="${CSS.escape(name)}"]`;
  return `#${CSS.escape(section.id)} ${own}`;
}
