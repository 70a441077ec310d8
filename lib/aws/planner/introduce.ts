import type { ServiceRecord, ServiceRecords } from '../service-records.ts';

/** Keeps who plans, once in the life of this process and only where that is news. */
export function createIntroduce(
  services: ServiceRecords,
  self: ServiceRecord,
): () => Promise<void> {
  let isKnown = false;
  return async () => {
    if (isKnown) return;
    const kept = await services.read();
    const isSame = kept?.planFunction === self.planFunction && kept.region === self.region;
    if (!isSame) await services.keep(self);
    isKnown = true;
  };
}
