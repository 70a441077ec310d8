import type { JsonObject } from './json.ts';

/** What an image runs on: image specification, `image-index.md`, "platform". */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  /** `os.version` of the document, on Windows the build that the host must match. */
  readonly osVersion?: string;
}

/** Docker's spelling, `os/architecture[/variant][:os.version]`. */
export function formatPlatform({ os, architecture, variant, osVersion }: Platform): string {
  return (
    [os, architecture, ...(variant ? [variant] : [])].join('/') + (osVersion ? `:${osVersion}` : '')
  );
}

/** BuildKit gives attestations a platform that nothing runs on, so that no client pulls them. */
export function isRunnable({ os, architecture }: Platform): boolean {
  return os !== 'unknown' || architecture !== 'unknown';
}

/**
 * Reads `platform` of a descriptor, or a config, which has the same members.
 * Absent and empty names become `unknown`: such content is copied although nothing can choose it.
 */
export function parsePlatform(platform: JsonObject): Platform {
  const { os, architecture, variant, 'os.version': osVersion } = platform;
  return {
    os: typeof os === 'string' && os !== '' ? os : 'unknown',
    architecture:
      typeof architecture === 'string' && architecture !== '' ? architecture : 'unknown',
    ...(typeof variant === 'string' && variant !== '' && { variant }),
    ...(typeof osVersion === 'string' && osVersion !== '' && { osVersion }),
  };
}
