import * as z from 'zod';
import { registrySchema } from './schema/registry-schema.ts';
import { type onConflictSchema, settingsShape } from './schema/settings-schema.ts';
import { tagsSchema } from './schema/tags-schema.ts';
import { text, texts } from './schema/text-schema.ts';

/** What happens to a target tag that already has other content. */
export type OnConflict = z.infer<typeof onConflictSchema>;

const PLACEHOLDERS = `In it \${registry}, \${repository} and \${name} stand for the source's registry, its repository and the last part of that, and \${tag}, in the target's tag alone, for its tag.`;

const oldKeys = {
  sign: z.boolean().exactOptional().meta({
    description: 'Has no effect any more: signatures are copied, not made.',
    deprecated: true,
  }),
};

/** What is refused where two keys stand that could contradict each other. */
function exclusive(one: string, other: string, hint: string) {
  return { path: [other], message: `${one} and ${other} exclude each other`, params: { hint } };
}

/** Both spellings of one key are refused, since they could contradict each other. */
const SPELLED_TWICE = {
  path: ['amd64only'],
  message: 'amd64only is another spelling of amd64Only, which stands here too',
  params: { hint: 'remove amd64only' },
};

const EMPTY_OF_WHAT = {
  path: ['allowEmpty'],
  message: 'allowEmpty says nothing without tags',
  params: { hint: 'remove allowEmpty, or select tags with tags:' },
};

/** One item of `images`. */
export const imageSchema = z
  .strictObject({
    source: text().meta({
      description:
        'The image to copy: a name with a tag, a digest or both, latest where it has neither. With tags, the name alone.',
      examples: ['busybox:1.36', 'quay.io/coreos/etcd:v3.5.0'],
    }),
    tags: tagsSchema.exactOptional(),
    tag: text()
      .exactOptional()
      .meta({
        description: "The target's tag. Absent: the tag of the source; required with a digest.",
        examples: ['1.36-v1'],
      }),
    target: texts()
      .exactOptional()
      .meta({
        description: `Where to copy to, one or several. A target that begins with a host stands as written, any other follows targetRepoPrefix. ${PLACEHOLDERS} The source's own digest in place of a tag copies without a tag. Absent: that of the defaults, else targetRepoPrefix and the source as written.`,
        examples: ['mirror/busybox', ['mirror/busybox', 'registry.example/busybox:stable']],
      }),
    amd64Only: z.boolean().exactOptional().meta({
      description:
        'States that a single manifest is expected. An index is copied whole, with a warning.',
    }),
    amd64only: z.boolean().exactOptional().meta({
      description: 'Another spelling of amd64Only.',
      deprecated: true,
    }),
    ...settingsShape,
    ...oldKeys,
  })
  .refine(({ amd64Only, amd64only }) => amd64Only === undefined || amd64only === undefined, {
    ...SPELLED_TWICE,
  })
  .refine(
    ({ tags, tag }) => tags === undefined || tag === undefined,
    exclusive('tags', 'tag', 'remove tag, or write tagTemplate: to rename what tags selects'),
  )
  .refine(
    ({ tag, tagTemplate }) => tag === undefined || tagTemplate === undefined,
    exclusive('tag', 'tagTemplate', 'remove one of the two'),
  )
  .refine(({ tags, allowEmpty }) => tags !== undefined || allowEmpty === undefined, {
    ...EMPTY_OF_WHAT,
  });

/** `defaults`: what holds for images that do not say otherwise. */
export const defaultsSchema = z.strictObject({
  target: texts()
    .exactOptional()
    .meta({
      description: `Where images are copied to that have no target of their own; names \${repository} or \${name}. ${PLACEHOLDERS}`,
      examples: [`registry.example/mirror/\${repository}`],
    }),
  ...settingsShape,
});

/** The file as it is written; its types, its validation and its JSON Schema all come from here. */
export const definitionSchema = z.strictObject({
  targetRepoPrefix: text()
    .exactOptional()
    .meta({
      description:
        'Put before every target that does not begin with a host, usually ending in a slash.',
      examples: ['registry.example/mirror/'],
    }),
  defaults: defaultsSchema.exactOptional().meta({
    description: 'What holds for images that do not say otherwise.',
  }),
  images: z.array(imageSchema).min(1).meta({ description: 'The images to keep copies of.' }),
  registries: z
    .record(z.string(), registrySchema)
    .exactOptional()
    .meta({
      description:
        'How to reach registries, by host or host:port. Credentials and insecure also by host and the beginning of a repository, of which the longest that fits is taken.',
      examples: [{ 'registry.internal:5000': { plainHttp: true } }],
    }),
  ...oldKeys,
});

/** An image as the file writes it. */
export type WrittenImage = z.infer<typeof imageSchema>;

/** `defaults` as the file writes them. */
export type WrittenDefaults = z.infer<typeof defaultsSchema>;
