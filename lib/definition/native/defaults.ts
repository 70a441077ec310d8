import { quoted } from '../../oci/quoted.ts';
import type { ImageSettings } from '../definition.ts';
import { readTagTemplate } from '../naming/tag-template.ts';
import { explainPlaceholder, hasPlaceholder } from '../naming/template.ts';
import type { Written } from '../references.ts';
import type { OnConflict, WrittenDefaults } from '../schema.ts';
import { DEFAULT_SETTINGS } from '../settings.ts';
import { readPlatforms, refuseUnmet } from './platforms.ts';
import { readSettings } from './read-settings.ts';
import type { Part } from './sections.ts';
import { readTargets } from './targets.ts';
import { type ReadContext, writtenAt } from './written-at.ts';

/** What the command line says of all images; it comes before `defaults` and after an image's own words. */
export interface DefaultOptions {
  readonly onConflict?: OnConflict;
  /** Platforms to keep, each as in `platforms`. */
  readonly platforms?: readonly string[];
  /** Puts Docker Hub's official images below `library/`. */
  readonly libraryNames?: boolean;
}

/** What holds for images that do not say otherwise. */
export interface ImageDefaults {
  readonly settings: ImageSettings;
  /** Templates; `refused` where it is open what they should have been. */
  readonly targets: readonly Written[] | 'refused';
  readonly tagTemplate: string | undefined;
  readonly libraryNames: boolean;
  readonly allowEmpty: boolean;
}

/** Where platforms from the command line stand, in place of a file. */
const PLATFORM_OPTION = '--platform';

/** Settles what holds for all images; mistakes are recorded here once, and not for each image. */
export function readDefaults(
  defaults: Part<WrittenDefaults> | 'refused',
  options: DefaultOptions,
  context: ReadContext,
): ImageDefaults {
  const { path, content } = defaults === 'refused' ? NOTHING : defaults;
  const settings = {
    ...DEFAULT_SETTINGS,
    ...readSettings({ path, content }, context),
    ...settingsOf(options, context),
  };
  refuseUnmet(settings, context.document.placeOf([...path, 'requirePlatforms']), context.findings);
  const { tagTemplate, libraryNames = false, allowEmpty = false } = content;
  const template = tagTemplate && writtenAt([...path, 'tagTemplate'], tagTemplate, context);
  return {
    settings,
    targets: defaults === 'refused' ? 'refused' : readDefaultTargets(defaults, context),
    tagTemplate: template && readTagTemplate(template, context.findings),
    libraryNames: options.libraryNames ?? libraryNames,
    allowEmpty,
  };
}

const NOTHING: Part<WrittenDefaults> = { path: ['defaults'], content: {} };

function settingsOf(
  { onConflict, platforms }: DefaultOptions,
  { findings }: ReadContext,
): Partial<ImageSettings> {
  const place = { file: PLATFORM_OPTION, line: 1, column: 1 };
  const written = platforms?.map((text) => ({ text, place }));
  return {
    ...(onConflict && { onConflict }),
    ...(written && { platforms: readPlatforms(written, findings) }),
  };
}

function readDefaultTargets(
  defaults: Part<WrittenDefaults>,
  context: ReadContext,
): readonly Written[] | 'refused' {
  const targets = readTargets(defaults, context);
  const mistakes = targets.flatMap(({ text, place }) => {
    const problem = explainPlaceholder(text) ?? explainSameness(text);
    return problem ? [{ ...problem, place }] : [];
  });
  for (const { place, message, hint } of mistakes) context.findings.refuse(place, message, hint);
  return mistakes.length === 0 ? targets : 'refused';
}

function explainSameness(text: string) {
  if (hasPlaceholder(text, 'repository', 'name')) return undefined;
  return {
    message: `target ${quoted(text)} of the defaults is the same for all images`,
    hint: `write \${repository} or \${name} where the source's name shall stand`,
  };
}
