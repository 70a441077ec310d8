import { dollarsOf, totalOf } from './bill.ts';
import { PRICES_OF, PRICES_REGION } from './prices.ts';
import { usageOf, usageOfCopiedGb } from './usage.ts';

const SIZES = [100, 1_000, 10_000, 100_000] as const;

/** Dollars a month by line and number of images, as a table in Markdown, as docs/operations.md has it. */
export function costReport(): string {
  const columns = SIZES.map((images) => usageOf(images));
  const labels = usageOf(0).map(({ label }) => label);
  const rows = labels.map((label, line) =>
    row(
      label,
      columns.map((usage) => dollarsOf(usage[line]?.amounts ?? {})),
    ),
  );
  return [
    `| dollars a month, ${PRICES_REGION}, ${PRICES_OF} | ${SIZES.map(images).join(' | ')} |`,
    `| --- |${' ---: |'.repeat(SIZES.length)}`,
    ...rows,
    row('**together**', columns.map(totalOf)),
    '',
    `A GB that is copied: $${dollarsOf(usageOfCopiedGb().amounts).toFixed(4)}.`,
    '',
  ].join('\n');
}

function images(count: number): string {
  return `${count.toLocaleString('en')} images`;
}

function row(label: string, dollars: readonly number[]): string {
  return `| ${label} | ${dollars.map((amount) => amount.toFixed(2)).join(' | ')} |`;
}
