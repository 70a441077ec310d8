import type { Outcome } from '../../lib/mirror/outcome.ts';
import type { FaultCase } from './matrix.ts';

/** Whether the image is in place. */
export function isInPlace({ status }: Pick<Outcome, 'status'>): boolean {
  return status === 'copied' || status === 'unchanged';
}

/** What is wrong with how the run ended that the fault struck, in sentences. */
export function judgeOutcome(outcome: Outcome, given: FaultCase): readonly string[] {
  if (isInPlace(outcome)) return [];
  const { fault, step, isForEver } = given;
  const mustSurvive = !isForEver && fault.isFinal(step) === undefined;
  const wrong = mustSurvive ? [`the run did not survive it: ${shown(outcome)}`] : [];
  return [
    ...wrong,
    ...(isClear(outcome, given) ? [] : [`the outcome is not clear: ${shown(outcome)}`]),
  ];
}

/** A failure names side, kind and a way out; a conflict is one that the target has talked itself into. */
function isClear({ status, error, ...outcome }: Outcome, { fault, step }: FaultCase): boolean {
  if (status === 'conflict') {
    return fault.kinds.includes('content') && outcome.reason !== null && error === null;
  }
  if (status !== 'failed' || error === null) return false;
  const { kind, code, hint, message, side } = error;
  const isNamed = fault.kinds.includes(kind) && code !== 'INTERNAL' && side === step.side;
  return isNamed && hint !== '' && message !== '';
}

/** An outcome in one line. */
export function shown({ status, error, reason }: Outcome): string {
  if (error === null) return `${status}${reason === null ? '' : `, ${reason}`}`;
  const { kind, code, side, message } = error;
  return `${status}, ${kind} ${code} at the ${side}, ${message}`;
}
