/**
 * `text` in at most `width` characters, with `…` for what is left out of its middle.
 *
 * The end keeps three quarters: repository and tag tell images apart, while many
 * share a registry.
 */
export function shortenMiddle(text: string, width: number): string {
  if (text.length <= width) return text;
  if (width <= 1) return '…'.slice(0, width);

  const head = Math.floor((width - 1) / 4);
  const tail = width - 1 - head;
  return `${text.slice(0, head)}…${text.slice(text.length - tail)}`;
}
