import { isObject } from '../../oci/json.ts';
import type { CredentialContext } from '../credentials.ts';
import type { ImageEntry, RegistrySettings } from '../definition.ts';
import type { Findings } from '../findings.ts';
import { PREFIX_OPTION } from '../naming/prefix.ts';
import { type DefaultOptions, readDefaults } from '../native/defaults.ts';
import { withoutSecret } from '../spelling.ts';
import type { LocatedDocument } from '../yaml/located-value.ts';
import { readAliyunAuth } from './auth.ts';
import { readAliyunImages } from './images.ts';
import { aliyunShapeOf } from './shape.ts';
import { refuseSuffix } from './suffix.ts';
import type { AliyunTargetContext } from './targets.ts';

/** What a file in the format of Aliyun's image-syncer says. */
export interface AliyunFile {
  /** In the order of the file; nothing is said twice, but one target may still have two sources. */
  readonly images: readonly ImageEntry[];
  /** What the `auth` section says, by host or `host/path`. */
  readonly registries: ReadonlyMap<string, RegistrySettings>;
}

/** What such a file is read against, with what the command line says of its images. */
export interface AliyunContext
  extends DefaultOptions,
    Omit<AliyunTargetContext, 'document'>,
    Omit<CredentialContext, 'document'> {
  /** Of no use here, and said to be. */
  readonly targetRepoPrefix?: string;
}

/** Whether a document is in the format of Aliyun's image-syncer rather than in the native one. */
export function isAliyunFile(value: unknown): boolean {
  return aliyunShapeOf(value) !== undefined;
}

/** Reads an images file, or the combined file; what has a mistake is left out and recorded. */
export function readAliyunFile(document: LocatedDocument, options: AliyunContext): AliyunFile {
  const { findings } = options;
  refuseSuffix(document.placeOf([]), findings);
  warnOfPrefix(options);
  const context = { ...options, document, settings: settingsOf(document, options) };
  if (aliyunShapeOf(document.value) === 'images') {
    return { images: readAliyunImages([], context), registries: new Map() };
  }
  refuseOtherSections(document, findings);
  return {
    images: readAliyunImages(['images'], context),
    registries: readAliyunAuth(['auth'], context),
  };
}

/** Unlike others, the format has always replaced what a target tag had before. */
function settingsOf(document: LocatedDocument, { findings, ...options }: AliyunContext) {
  const nothing = { path: [], content: {} };
  const defaults = { onConflict: 'overwrite', ...options } as const;
  return readDefaults(nothing, defaults, { document, findings }).settings;
}

function warnOfPrefix({ findings, targetRepoPrefix }: AliyunContext): void {
  if (targetRepoPrefix === undefined) return;
  findings.warn(
    { file: PREFIX_OPTION, line: 1, column: 1 },
    "targets in Aliyun's format are whole names, which no prefix is put before",
    `leave out ${PREFIX_OPTION}`,
  );
}

function refuseOtherSections(document: LocatedDocument, findings: Findings): void {
  const { images: _, auth: __, ...others } = isObject(document.value) ? document.value : {};
  for (const key of Object.keys(others)) {
    const place = document.find([key])?.keyPlace ?? document.placeOf([]);
    const hint = 'keep images and auth, or write the whole file in the native format';
    findings.refuse(place, `unknown key ${withoutSecret(key)} beside auth and images`, hint);
  }
}
