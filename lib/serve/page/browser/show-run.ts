import type { Bar, LiveRunDocument, TransferDocument } from '../live/live-document.ts';

/** Puts each text where the page has a place for it. */
export function showTexts(texts: Readonly<Record<string, string>>): void {
  for (const element of document.querySelectorAll<HTMLElement>('[data-live]')) {
    const text = texts[element.dataset['live'] ?? ''];
    if (text === undefined || element.textContent === text) continue;
    element.textContent = text;
    if (element.classList.contains('count')) {
      element.closest('.tile')?.classList.toggle('none', text === '0');
    }
  }
}

/** Brings bars up to date, and the list of images on their way. */
export function showRun({ bar, transfers }: LiveRunDocument): void {
  showBar(document.querySelector<HTMLProgressElement>('#run-bar'), bar);
  const list = document.getElementById('transfers');
  if (list === null) return;
  const known = new Map(Array.from(list.children, (row) => [linkOf(row)?.pathname ?? '', row]));
  const rows = transfers.map((transfer) => showTransfer(transfer, known));
  for (const row of [...list.children]) if (!rows.includes(row)) row.remove();
  rows.forEach((row, place) => {
    const present = list.children[place];
    if (present !== row) list.insertBefore(row, present ?? null);
  });
}

/** Rows that are there stay, so that whoever is at one of their links stays there. */
function showTransfer(transfer: TransferDocument, known: ReadonlyMap<string, Element>): Element {
  const path = new URL(transfer.path, location.href).pathname;
  const row = known.get(path) ?? newRow(transfer);
  showText(row, '.far', transfer.text);
  showBar(row.querySelector('progress'), transfer.bar);
  return row;
}

function newRow({ registry, rest, path }: TransferDocument): Element {
  const template = document.querySelector<HTMLTemplateElement>('template#transfer');
  const row = template?.content.firstElementChild?.cloneNode(true);
  if (!(row instanceof Element)) return document.createElement('li');
  const link = linkOf(row);
  if (link) link.href = path;
  showText(row, '.registry', registry);
  showText(row, '.rest', rest);
  row.querySelector('progress')?.setAttribute('aria-label', `Bytes of ${rest}`);
  return row;
}

function showText(row: Element, place: string, text: string): void {
  const element = row.querySelector(place);
  if (element && element.textContent !== text) element.textContent = text;
}

function showBar(bar: HTMLProgressElement | null, { value, max }: Bar): void {
  if (bar === null) return;
  bar.max = max;
  if (value === undefined) bar.removeAttribute('value');
  else bar.value = value;
}

function linkOf(row: Element): HTMLAnchorElement | null {
  return row.querySelector('a');
}
