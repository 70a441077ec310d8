import { ulid } from 'ulid';
import type { Definition } from '../../definition/definition.ts';
import { DefinitionError, type DefinitionProblem } from '../../definition/errors.ts';
import { untilDeadline } from '../../mirror/before-deadline.ts';
import { foreseeRun } from '../../mirror/foresee-run.ts';
import type { Run } from '../../mirror/run.ts';
import { choiceOf } from '../../mirror/run-cycle/choose-images.ts';
import { missingDefinition } from '../../mirror/run-cycle/read-in-force.ts';
import type { DefinitionReading } from '../../mirror/run-cycle/run-cycle.ts';
import { imageDocument, runDocument } from '../../mirror/run-document.ts';
import type { SyncImageDependencies } from '../../mirror/sync-image-dependencies.ts';
import { fittingDocument } from './fitting-document.ts';
import type { PlannerCall } from './planner-event.ts';

/** Answers a dry run with the document of the command line's contract. */
export type Foresee = (
  call: Extract<PlannerCall, { kind: 'dry-run' }>,
  options: { readonly untilMs: number },
) => Promise<object>;

export interface ForeseeDependencies {
  readonly source: Pick<DefinitionReading, 'name' | 'read'>;
  /** `file` is the name that mistakes give to the text; throws `DefinitionError`. */
  readonly parse: (text: string, file: string) => Definition;
  /** Called for each dry run: what one has found out of sources and blobs is over with it. */
  readonly begin: () => SyncImageDependencies;
}

/** Looking at an image is a few requests, whose number a registry limits anyway. */
const WORKERS = 16;

/** Decides in this invocation what a run would end in; images that are not looked at in time say so. */
export function createForesee({ source, parse, begin }: ForeseeDependencies): Foresee {
  return async ({ definition: given, only }, { untilMs }) => {
    const file = given === undefined ? source.name : 'definition';
    const text = given ?? (await source.read());
    if (text === undefined) return refusal([missingDefinition(file)]);
    try {
      return await documentOf(parse(text, file), { only, untilMs }, begin());
    } catch (error) {
      if (error instanceof DefinitionError) return refusal(error.problems);
      throw error;
    }
  };
}

interface Looking {
  readonly only: readonly string[] | undefined;
  readonly untilMs: number;
}

async function documentOf(
  definition: Definition,
  { only, untilMs }: Looking,
  dependencies: SyncImageDependencies,
): Promise<object> {
  const { clock } = dependencies;
  const { definition: part = definition, ...choice } = only ? choiceOf(definition, only) : {};
  const run = newRun(definition, clock.now());
  const report = await untilDeadline({ clock, untilMs }, (signal) =>
    foreseeRun(part, { run, workers: WORKERS, signal, ...choice }, dependencies),
  );
  return fittingDocument(runDocument(report.run), report.images, imageDocument);
}

function newRun({ version }: Definition, now: number): Run {
  const startedAt = new Date(now).toISOString();
  return { id: ulid(now), trigger: 'manual', definitionVersion: version, dryRun: true, startedAt };
}

function refusal(problems: readonly DefinitionProblem[]): object {
  return { run: null, images: [], errors: problems };
}
