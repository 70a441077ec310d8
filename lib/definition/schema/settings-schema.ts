import * as z from 'zod';
import { text } from './text-schema.ts';

/** What `onConflict` may say. */
export const onConflictSchema = z.enum(['fail', 'overwrite', 'keep']).meta({
  description:
    'What to do when the target tag has other content: fail reports a conflict, overwrite replaces it, keep skips the image. Default: fail.',
});

const platformsSchema = z.array(text()).min(1);

/** `referrers` of an image that wants some of them. */
export const referrerFilterSchema = z.strictObject({
  artifactTypes: z
    .array(text())
    .min(1)
    .meta({ description: 'The artifact types to copy; all others stay behind.' }),
});

/** What `referrersRecheck` may say: a word, or a number with its unit. */
const RECHECK = /^(?:always|never|[0-9]{1,6}[smhd])$/;

/** What may stand on an image and, for the images that do not say otherwise, in `defaults`. */
export const settingsShape = {
  onConflict: onConflictSchema.exactOptional(),
  platforms: platformsSchema.exactOptional().meta({
    description:
      'The platforms to keep of an index, each os/arch[/variant][:osVersion], where * stands for any. A single image of another platform is an error. Absent: all of them, and the index byte for byte.',
    examples: [['linux/amd64', 'linux/arm/v7', 'windows/amd64:10.0.17763']],
  }),
  requirePlatforms: platformsSchema.exactOptional().meta({
    description: 'The platforms without which the image fails, written as in platforms.',
    examples: [['linux/amd64', 'linux/arm64']],
  }),
  index: z.enum(['keep', 'single']).exactOptional().meta({
    description:
      'What the target tag names: keep the index, or the single image that platforms leaves of it. Default: keep.',
  }),
  referrers: z
    .union([z.boolean(), referrerFilterSchema])
    .exactOptional()
    .meta({
      description:
        'Whether signatures, attestations and SBOMs that refer to the image are copied with it, or which artifact types of them. Default: true.',
      examples: [false, { artifactTypes: ['application/spdx+json'] }],
    }),
  referrersRecheck: z
    .string()
    .regex(RECHECK)
    .exactOptional()
    .meta({
      description:
        'How long the referrers of an unchanged image count as known: always looks at every run, never not again, else a number of seconds (s), minutes (m), hours (h) or days (d). Default: 24h.',
      examples: ['24h', '30m', '7d'],
    }),
  foreignLayers: z.enum(['skip', 'copy']).exactOptional().meta({
    description:
      'Whether layers that may not be distributed freely, such as those of Windows, are copied. Default: skip.',
  }),
  tagTemplate: text()
    .exactOptional()
    .meta({
      description: `The target's tag, with \${tag} for the source's. Absent: the same tag. A tag: of the image comes before a template of the defaults.`,
      examples: [`\${tag}-mirror`],
    }),
  libraryNames: z.boolean().exactOptional().meta({
    description:
      "Whether Docker Hub's official images, written in one part, go below library/ where the target follows from the source. Default: false.",
  }),
  allowEmpty: z.boolean().exactOptional().meta({
    description: 'Whether tags: that select nothing are skipped instead of failed. Default: false.',
  }),
};
