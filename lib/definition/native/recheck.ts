const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const DURATION = /^([0-9]+)([smhd])$/;

/** Milliseconds of what `referrersRecheck` says: 0 for `always`, `null` for `never`. */
export function parseRecheck(text: string): number | null {
  const [, count, unit] = DURATION.exec(text) ?? [];
  if (count === undefined) return text === 'never' ? null : 0;
  return Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
}

/** What says `recheckMs`, in the largest unit that needs no fraction. */
export function formatRecheck(recheckMs: number | null): string {
  if (recheckMs === null) return 'never';
  const fitting = Object.entries(UNIT_MS).filter(([, unitMs]) => recheckMs % unitMs === 0);
  const [unit, unitMs] = fitting.at(-1) ?? ['s', UNIT_MS.s];
  return recheckMs === 0 ? 'always' : `${recheckMs / unitMs}${unit}`;
}
