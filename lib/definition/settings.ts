import type { ImageSettings } from './definition.ts';

/** What holds where neither the file nor the command line says anything. */
export const DEFAULT_SETTINGS: ImageSettings = {
  onConflict: 'fail',
  index: 'keep',
  referrers: true,
  referrersRecheckMs: 24 * 60 * 60 * 1000,
  foreignLayers: 'skip',
  amd64Only: false,
};
