import * as z from 'zod';
import type { CallByRole } from './gateway.ts';

const keySchema = z.object({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) });

/** Calls that take, prolong or give back the lease of an image. */
export function imageLeases(calls: readonly CallByRole[]): readonly string[] {
  return calls.flatMap(({ service, action, input }) => {
    const key = keySchema.safeParse(input['Key'] ?? input['Item']).data;
    const isLease = service === 'dynamodb' && key?.sk.S === 'LEASE';
    return isLease && key.pk.S.startsWith('IMAGE#') ? [`${action} ${key.pk.S}`] : [];
  });
}

/** The sum of a metric in what a function wrote: CloudWatch's embedded metric format. */
export function metricSum(lines: readonly string[], name: string): number {
  return jsonLines(lines)
    .filter((line) => '_aws' in line)
    .flatMap((line) => line[name] ?? [])
    .reduce((sum: number, value) => sum + Number(value), 0);
}

/** Those lines that are JSON objects. */
export function jsonLines(lines: readonly string[]): readonly Record<string, unknown>[] {
  return lines.flatMap((line) => {
    if (!line.startsWith('{')) return [];
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null ? [{ ...parsed }] : [];
  });
}
