import type { Service } from './service.ts';

/** The dashboard's own words, Markdown: what to do, and where the rest is explained. */
export function runbookOf({ name, table, home }: Pick<Service, 'name' | 'table' | 'home'>): string {
  const { place } = home;
  const definition =
    place.kind === 's3'
      ? `s3://${place.bucket}/${place.key}`
      : `${place.repository}, branch ${place.branch}, ${place.path}`;
  return [
    `## ${name}`,
    `Definition: \`${definition}\` · Ledger: \`${table.tableName}\``,
    `- What is failing: \`image-syncer status --table ${table.tableName} --failing\``,
    `- Try it again: \`image-syncer retry --table ${table.tableName} --failing\``,
    '- **Dead letters**: images that were given up take a retry; the log of `dead-letters` has what is not understood',
    '- **Conflict**: upstream moved a tag; accept it with `onConflict: overwrite`, or pin the digest',
    '- **Broken definition**: the last good one is in force; the planner log has line and column',
    '- Each alarm says in its description what to do; all of it is in docs/operations.md',
  ].join('\n');
}
