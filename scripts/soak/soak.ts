import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { definitionText } from './definition-text.ts';
import { Drive } from './drive.ts';
import type { FaultKind } from './fault-plan.ts';
import { judgeSoak, type Soaked, type SoakFindings } from './judge-soak.ts';
import { memoryFigures, memoryProblems, REST_SECONDS } from './memory-figures.ts';
import { FIRST_IMAGES, type SoakOptions } from './options.ts';
import { Service } from './service.ts';
import { settle } from './settle.ts';
import type { SoakResult } from './soak-result.ts';
import { openWorld, type SoakWorld } from './soak-world.ts';
import { WorkingCopy } from './working-copy.ts';

export interface SoakCall extends SoakOptions {
  readonly command: string;
  /** Where everything is kept. */
  readonly home: string;
  readonly onProgress: (line: string) => void;
}

/** Images that failed for now may wait for minutes before they are tried again. */
const SETTLE_LIMIT_MS = 10 * 60_000;

/** Soaks a service and judges it; whatever it has started is ended. */
export async function soak(call: SoakCall): Promise<Omit<SoakResult, 'machine'>> {
  const world = await openWorld(call, call.home);
  const { images, hosts } = world;
  call.onProgress(`${images.length} images at ${hosts.source}, to be brought to ${hosts.target}.`);
  try {
    const text = definitionText(images.slice(0, FIRST_IMAGES), hosts);
    return await soakIn(world, await WorkingCopy.create(call.home, text), call);
  } finally {
    await world.close();
  }
}

async function soakIn(
  world: SoakWorld,
  copy: WorkingCopy,
  { command, home: folder, ...call }: SoakCall,
): Promise<Omit<SoakResult, 'machine'>> {
  const secret = randomBytes(24).toString('hex');
  const service = new Service({ command, folder, file: copy.file, secret });
  try {
    await service.life.listening;
    const drive = new Drive({ ...call, world, service, copy, secret });
    await drive.run();
    call.onProgress('The file stays as it is now, and the registries have recovered.');
    const waitedFrom = performance.now();
    const wanting = await settled(world, drive, service);
    const settledSeconds = (performance.now() - waitedFrom) / 1000;
    await setTimeout(REST_SECONDS * 1000);
    drive.unwatch();
    const findings = await judgeSoak({ world, drive, service });
    await service.stop();
    return {
      ...summedUp({ world, drive, service, findings, wanting }),
      ...told(call),
      settledSeconds,
    };
  } finally {
    await service.stop();
  }
}

async function settled(
  world: SoakWorld,
  drive: Drive,
  { ledger }: Service,
): Promise<string | undefined> {
  world.sourceFront.recover();
  world.targetFront.recover();
  const { text, images } = drive;
  return await settle({ ledger, text, images: images.length, limitMs: SETTLE_LIMIT_MS });
}

interface Judged extends Soaked {
  readonly findings: SoakFindings;
  /** What was waited for in vain. */
  readonly wanting: string | undefined;
}

function summedUp({ world, drive, service, findings, wanting }: Judged) {
  const { record } = drive;
  const memory = memoryFigures(record.samples);
  const problems = [
    ...(wanting === undefined ? [] : [`it did not come to rest: ${wanting}`]),
    ...findings.problems,
    ...drive.problems,
    ...service.problems,
    ...service.pages.problems,
    ...memoryProblems(memory),
  ];
  return {
    ...record,
    memory,
    findings: { ...findings, problems },
    faults: { source: counts(world.sourceFront.faults), target: counts(world.targetFront.faults) },
    pages: service.pages.figures,
    events: Object.fromEntries(service.events),
  };
}

function counts(faults: ReadonlyMap<FaultKind, number>): Partial<Record<FaultKind, number>> {
  return Object.fromEntries(faults);
}

function told({ durationMs, changeEveryMs, killEveryMs, seed, images }: SoakOptions) {
  return { options: { durationMs, changeEveryMs, killEveryMs, seed, images } };
}
