/**
 * Puts `parts` on as few lines of `width` as their order allows. A part longer
 * than that has a line of its own and is never cut: names, digests and URLs
 * are there to be copied.
 */
export function packLines(parts: readonly string[], separator: string, width: number): string[] {
  const lines: string[] = [];

  for (const part of parts) {
    const line = lines.at(-1);
    const longer = line === undefined ? part : `${line}${separator}${part}`;
    if (line === undefined || longer.length > width) lines.push(part);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
