import * as z from 'zod';
import { text, texts } from './text-schema.ts';

const PATTERN =
  "an exact tag, a glob with * and ?, or a regular expression between slashes, in Go's syntax and unanchored";

const PRERELEASE_ALONE = {
  path: ['prerelease'],
  message: 'prerelease says nothing without semver',
  params: { hint: 'add semver: "*" to select versions, or remove prerelease' },
};

/** `tags` of an image that leaves the choice to rules. */
export const selectionSchema = z
  .strictObject({
    include: texts()
      .exactOptional()
      .meta({
        description: `The tags to copy, each ${PATTERN}. Absent: every tag.`,
        examples: ['v3.*', ['/^v3\\.[0-9]+$/', 'stable']],
      }),
    exclude: texts()
      .exactOptional()
      .meta({
        description: `Tags of these to leave out, each ${PATTERN}.`,
        examples: ['/-rc/'],
      }),
    semver: text()
      .exactOptional()
      .meta({
        description:
          "The range, in npm's notation, of the versions to keep of these. Tags that name no version are left out; 1.36 is 1.36.0, a v in front does not count, _ begins build metadata.",
        examples: ['>=3.5 <4', '~1.36'],
      }),
    prerelease: z.boolean().exactOptional().meta({
      description:
        'Whether pre-releases within the range are kept, which is every version with a dash. Default: false, where a range that names a pre-release keeps those of the same version only.',
    }),
    latest: z.int().min(1).exactOptional().meta({
      description:
        'How many to keep of these, the newest by version. Tags that name no version rank below, the last of the list being the newest.',
    }),
  })
  .refine(({ semver, prerelease }) => semver !== undefined || prerelease === undefined, {
    ...PRERELEASE_ALONE,
  });

/** `tags` of an image. */
export const tagsSchema = z
  .union([z.literal('all'), z.array(text()).min(1), selectionSchema])
  .meta({
    description: `The tags of the source to copy: all, a list, each item ${PATTERN}, or a map whose keys apply in the order include, exclude, semver, latest. Exact tags alone need no list of the registry's tags.`,
    examples: ['all', ['1.36', '1.37.*'], { semver: '>=3.5 <4', exclude: ['/-rc/'], latest: 5 }],
  });

/** Tags as the file writes them. */
export type WrittenTags = z.infer<typeof tagsSchema>;
