import type * as z from 'zod';
import type { ImageSettings } from '../definition.ts';
import type { settingsShape } from '../schema/settings-schema.ts';
import { readPlatforms } from './platforms.ts';
import { parseRecheck } from './recheck.ts';
import type { Part } from './sections.ts';
import { type ReadContext, writtenItems } from './written-at.ts';

/** What an image and `defaults` have in common. */
type WrittenSettings = z.infer<z.ZodObject<typeof settingsShape>>;

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
