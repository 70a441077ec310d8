import type { Ledger } from './ports.ts';

/** A ledger for images that are only looked at: it takes everything and keeps nothing. */
export const unwrittenLedger: Ledger = {
  async openRun() {},
  async markPlanned() {},
  record: async () => false,
  recordPlanned: async () => false,
  completeRun: async () => undefined,
  supersedeRun: async () => false,
  listOpenRuns: async () => [],
  listCounted: async () => new Set<string>(),
  async retire() {},
  readRun: async () => undefined,
  readImage: async () => undefined,
  recall: async () => undefined,
};
