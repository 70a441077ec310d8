import type { CallOptions } from '../../content/ports.ts';
import type { Definition } from '../../definition/definition.ts';
import { DefinitionError, type DefinitionProblem } from '../../definition/errors.ts';
import { type Digest, digestOf } from '../../oci/digest.ts';
import type { BrokenDefinition, DefinitionRecord } from '../planner-ports.ts';
import { type RunCycle, timestamp } from './run-cycle.ts';

/** Which definition holds. */
export interface InForce {
  /** The newest where it can be used, else the last one that could; absent where there never was any. */
  readonly definition?: Definition;
  /** Why the newest cannot be used. */
  readonly broken?: BrokenDefinition;
}

type Mistaken = Pick<BrokenDefinition, 'version' | 'problems'>;
type Reading = { readonly definition: Definition; readonly text: string } | Mistaken;

/** Reads the newest text, and takes down and tells whether it can be used. */
export async function readInForce(
  record: DefinitionRecord,
  cycle: RunCycle,
  call: CallOptions,
): Promise<InForce> {
  const { source } = cycle;
  const reading = await readNewest(source, call);
  if (!('definition' in reading)) {
    const broken = await tellBroken(reading, record, cycle);
    return { ...lastInForce(record, cycle), broken };
  }
  const { definition, text } = reading;
  await keepGood({ version: definition.version, text }, record, cycle);
  for (const warning of definition.warnings) {
    cycle.listener?.({ type: 'doubtful', definition: source.name, warning });
  }
  return { definition };
}

/** The last definition that could be used, without a look at what there is now. */
export function lastInForce({ good }: DefinitionRecord, { source }: RunCycle): InForce {
  if (!good) return {};
  // What could be used once may ask for more than it may have now.
  const reading = readingOf(good.text, source);
  return 'definition' in reading ? { definition: reading.definition } : {};
}

async function readNewest(source: RunCycle['source'], call: CallOptions): Promise<Reading> {
  try {
    return readingOf(await source.read(call), source);
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    return { version: null, problems: error.problems };
  }
}

function readingOf(text: string | undefined, source: RunCycle['source']): Reading {
  if (text === undefined) return { version: null, problems: [missingDefinition(source.name)] };
  try {
    return { definition: source.parse(text), text };
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    return { version: versionOf(text), problems: error.problems };
  }
}

function versionOf(text: string): Digest {
  return digestOf(new TextEncoder().encode(text));
}

/** What is wrong where there is no text; it has no place, so the first one is named. */
export function missingDefinition(file: string): DefinitionProblem {
  return {
    file,
    line: 1,
    column: 1,
    message: 'the definition does not exist',
    hint: 'put it there: until then the last one that could be used stays in force',
  };
}

async function keepGood(
  good: NonNullable<DefinitionRecord['good']>,
  record: DefinitionRecord,
  { definitions, source: { name }, listener }: RunCycle,
): Promise<void> {
  const isKnown = record.good?.version === good.version;
  if (isKnown && !record.broken) return;
  await definitions.update(name, { good, ...(record.broken && { broken: undefined }) });
  if (record.broken) listener?.({ type: 'recovered', definition: name });
}

/** Takes a mistake down once, with the time when it was first seen, and tells of it every time. */
async function tellBroken(
  mistaken: Mistaken,
  { broken: former }: DefinitionRecord,
  cycle: RunCycle,
): Promise<BrokenDefinition> {
  const { definitions, source, announcements, listener } = cycle;
  const isKnown = former?.version === mistaken.version;
  const broken = { ...mistaken, since: isKnown ? former.since : timestamp(cycle) };
  listener?.({ type: 'broken', definition: source.name, broken });
  if (!isKnown) await definitions.update(source.name, { broken });
  await announcements.definitionBroken(source.name, broken);
  return broken;
}
