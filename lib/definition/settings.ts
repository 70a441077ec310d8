import type { z } from 'zod';
import type { ImageSettings } from './definition.ts';
import type { Findings } from './findings.ts';
import type { LocatedDocument, Path } from './located-value.ts';
import { readPlatforms } from './platforms.ts';
import { parseRecheck } from './recheck.ts';
import type { Written } from './references.ts';
import type { Part } from './sections.ts';
import type { settingsShape } from './settings-schema.ts';

/** What holds where neither the file nor the command line says anything. */
export const DEFAULT_SETTINGS: ImageSettings = {
  onConflict: 'fail',
  index: 'keep',
  referrers: true,
  referrersRecheckMs: 24 * 60 * 60 * 1000,
  foreignLayers: 'skip',
  amd64Only: false,
};

/** What an image and `defaults` have in common. */
export type WrittenSettings = z.infer<z.ZodObject<typeof settingsShape>>;

/** What parts of the file are read against. */
export interface ReadContext {
  readonly document: LocatedDocument;
  readonly findings: Findings;
}

/** A text of the file with its place. */
export function writtenAt(path: Path, text: string, { document }: ReadContext): Written {
  return { text, place: document.placeOf(path) };
}

/** Texts of a list with their places; nothing of an absent one. */
export function writtenItems(
  path: Path,
  texts: readonly string[] | undefined,
  context: ReadContext,
): readonly Written[] {
  return (texts ?? []).map((text, index) => writtenAt([...path, index], text, context));
}

/** The settings that stand in a part of the file, without those that do not. */
export function readSettings(
  { path, content }: Part<WrittenSettings>,
  context: ReadContext,
): Partial<ImageSettings> {
  const { onConflict, index, referrers, referrersRecheck, foreignLayers } = content;
  const platformsOf = (key: 'platforms' | 'requirePlatforms') =>
    readPlatforms(writtenItems([...path, key], content[key], context), context.findings);
  return {
    ...(onConflict && { onConflict }),
    ...(content.platforms && { platforms: platformsOf('platforms') }),
    ...(content.requirePlatforms && { requirePlatforms: platformsOf('requirePlatforms') }),
    ...(index && { index }),
    ...(referrers !== undefined && { referrers }),
    ...(referrersRecheck !== undefined && { referrersRecheckMs: parseRecheck(referrersRecheck) }),
    ...(foreignLayers && { foreignLayers }),
  };
}
