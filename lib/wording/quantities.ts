const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Before every three digits that stand to the end. Loading `Intl` takes longer than all that a start compiles. */
const THOUSANDS = /\B(?=(?:\d{3})+$)/g;

/** A whole count with its thousands parted: `2,000`. */
export function formatCount(count: number): string {
  return String(count).replace(THOUSANDS, ',');
}

/** Bytes in binary units and at most three digits, so at most eight characters: `999 B`, `12.3 MiB`. */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (Math.round(value) > 999 && unit < BYTE_UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${threeDigits(value)} ${BYTE_UNITS[unit]}`;
}

/** Bytes a second, in the units of {@link formatBytes}: `11.2 MiB/s`. */
export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(Math.round(bytesPerSecond))}/s`;
}

/** Milliseconds as a person says them: `812 ms`, `3.1 s`, `1 m 35 s`, `2 h 5 m`. */
export function formatDuration(ms: number): string {
  if (Math.round(ms) < 1000) return `${Math.round(Math.max(0, ms))} ms`;
  return ms < 9_950 ? `${threeDigits(ms / 1000)} s` : formatSeconds(ms / 1000);
}

/** Whole seconds in the two largest units that matter, for times that tick: `3 s`, `1 m 35 s`. */
export function formatSeconds(exact: number): string {
  const seconds = Math.round(exact);
  if (seconds < MINUTE) return `${seconds} s`;
  if (seconds < HOUR) return pair(seconds, [MINUTE, 'm'], [1, 's']);
  if (seconds < DAY) return pair(seconds, [HOUR, 'h'], [MINUTE, 'm']);
  return pair(seconds, [DAY, 'd'], [HOUR, 'h']);
}

type Unit = readonly [seconds: number, name: string];

function pair(seconds: number, [large, largeName]: Unit, [small, smallName]: Unit): string {
  const rest = Math.floor((seconds % large) / small);
  const whole = `${Math.floor(seconds / large)} ${largeName}`;
  return rest === 0 ? whole : `${whole} ${rest} ${smallName}`;
}

function threeDigits(value: number): string {
  const tenths = Math.round(value * 10) / 10;
  return String(tenths < 100 ? tenths : Math.round(value));
}
