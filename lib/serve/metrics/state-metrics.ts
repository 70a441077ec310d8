import { Gauge, type Registry } from 'prom-client';
import { OUTCOME_STATUSES } from '../../mirror/outcome.ts';
import type { ServiceView } from '../service.ts';
import { latestRuns } from './latest-runs.ts';

/** Says at each scrape how the service is. */
export function gaugeState(view: ServiceView, registry: Registry): void {
  gaugeImages(view, registry);
  gaugeLatestRuns(view, registry);
  const registers = [registry];
  new Gauge({
    name: 'image_syncer_definition_broken',
    help: 'Whether the newest text of the definition cannot be used.',
    registers,
    collect() {
      this.set(view.state().definition.broken === null ? 0 : 1);
    },
  });
  new Gauge({
    name: 'image_syncer_run_in_progress',
    help: 'Whether a run is being worked on.',
    registers,
    collect() {
      this.set(view.live() ? 1 : 0);
    },
  });
}

function gaugeImages(view: ServiceView, registry: Registry): void {
  new Gauge({
    name: 'image_syncer_images',
    help: 'Images of the definition by what they came to last.',
    labelNames: ['status'],
    registers: [registry],
    async collect() {
      const images = await view.images();
      for (const wanted of [...OUTCOME_STATUSES, 'waiting']) {
        this.set({ status: wanted }, images.filter(({ status }) => status === wanted).length);
      }
    },
  });
}

/** 0 says that there was none, as far as the ledger remembers. */
function gaugeLatestRuns({ reader }: ServiceView, registry: Registry): void {
  const latest = latestRuns(reader);
  const registers = [registry];
  new Gauge({
    name: 'image_syncer_last_run_timestamp_seconds',
    help: 'When the latest run was completed, in seconds since the epoch; 0 before the first.',
    registers,
    async collect() {
      this.set((await latest()).run);
    },
  });
  new Gauge({
    name: 'image_syncer_last_success_timestamp_seconds',
    help: 'When the latest run was completed without a failure or a conflict, in seconds since the epoch; 0 before the first.',
    registers,
    async collect() {
      this.set((await latest()).success);
    },
  });
}
