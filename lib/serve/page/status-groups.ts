import type { CurrentImage } from '../service.ts';
import type { Status } from './status-badge.ts';

/** Statuses that are of one kind for those who look, in the order in which they are shown. */
export const STATUS_GROUPS = [
  { name: 'in-place', label: 'In place', statuses: ['copied', 'unchanged'] },
  { name: 'conflict', label: 'Conflicts', statuses: ['conflict'] },
  { name: 'failed', label: 'Failed', statuses: ['failed'] },
  { name: 'skipped', label: 'Skipped', statuses: ['skipped'] },
  { name: 'waiting', label: 'Waiting', statuses: ['waiting'] },
] as const satisfies readonly {
  readonly name: string;
  readonly label: string;
  readonly statuses: readonly Status[];
}[];

export type StatusGroup = (typeof STATUS_GROUPS)[number];

export type GroupCounts = Readonly<Record<StatusGroup['name'], number>>;

/** How many of `images` are of each kind. */
export function countGroups(images: readonly CurrentImage[]): GroupCounts {
  const counts = { 'in-place': 0, conflict: 0, failed: 0, skipped: 0, waiting: 0 };
  for (const { status } of images) counts[groupOf(status)] += 1;
  return counts;
}

function groupOf(status: Status): StatusGroup['name'] {
  return status === 'copied' || status === 'unchanged' ? 'in-place' : status;
}
