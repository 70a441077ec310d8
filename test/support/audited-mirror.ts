import { signalOf } from '../../lib/copy/signal-of.ts';
import type { ImageEntry } from '../../lib/definition/definition.ts';
import { audit } from '../../lib/mirror/audit/audit.ts';
import type { AuditDependencies } from '../../lib/mirror/audit/audit-dependencies.ts';
import type { AuditReport } from '../../lib/mirror/audit/audit-report.ts';
import type { ImageMemory, RecordedOutcome } from '../../lib/mirror/ports.ts';
import { parseManifest } from '../../lib/oci/manifest.ts';
import type { Built } from './built.ts';
import { digestOf } from './contents.ts';
import { definitionOf, namedImage } from './definition-builder.ts';
import { fill } from './fill.ts';
import { ManualClock } from './manual-clock.ts';
import { MemoryLedger } from './memory-ledger.ts';
import { FIRST_RUN, recordedOutcome, run } from './run-builder.ts';
import { ScriptedRepositories } from './scripted-repositories.ts';

export const SOURCE = 'up.example/app';
export const TARGET = 'mirror.example/app';

/** The image `app:1`, as a definition has it. */
export const APP_IMAGE = namedImage(`${SOURCE}:1`, `${TARGET}:1`);

/** Repositories in memory and a ledger that an audit holds against each other. */
export class AuditedMirror {
  readonly repositories = new ScriptedRepositories();
  readonly ledger = new MemoryLedger();
  readonly clock = new ManualClock();

  /** Puts an image into a repository, under `tag`. */
  async put(repository: string, built: Built, tag: string): Promise<void> {
    const { repository: memory } = this.repositories.of(repository);
    await fill(memory, built);
    await memory.putManifest(parseManifest(built.root.bytes), { tag });
  }

  /** Records that `app:tag` was copied, in the first run. */
  async record(
    built: Built,
    tag = '1',
    { memory, ...given }: Partial<RecordedOutcome> & { readonly memory?: ImageMemory } = {},
  ): Promise<void> {
    await this.ledger.openRun(run());
    const names = { source: `${SOURCE}:${tag}`, target: `${TARGET}:${tag}` };
    const targetDigest = digestOf(built);
    const outcome = recordedOutcome({ ...names, status: 'copied', targetDigest, ...given });
    await this.ledger.record(FIRST_RUN, outcome, memory);
  }

  /** Has `app:tag` upstream, at the target and in the ledger. */
  async mirror(built: Built, tag = '1', memory?: ImageMemory): Promise<void> {
    await this.put(SOURCE, built, tag);
    await this.put(TARGET, built, tag);
    await this.record(built, tag, memory && { memory });
  }

  /** Audits what `images` define, `app:1` where there are none. */
  async audit(
    images: readonly ImageEntry[] = [APP_IMAGE],
    { signal, ...given }: Partial<AuditDependencies> & { readonly signal?: AbortSignal } = {},
  ): Promise<AuditReport> {
    const call = { workers: 4, ...signalOf(signal ? { signal } : {}) };
    return await audit(definitionOf(...images), call, { ...this, ...given });
  }
}
