import { z } from 'zod';

/** Keeps one client within what registries grant to one address. */
export const MOST_CONNECTIONS = 64;

const text = () => z.string().min(1);

const onConflictSchema = z.enum(['fail', 'overwrite', 'keep']).meta({
  description:
    'What to do when the target tag has other content: fail reports a conflict, overwrite replaces it, keep skips the image. Default: fail.',
});

/** What happens to a target tag that already has other content. */
export type OnConflict = z.infer<typeof onConflictSchema>;

/** Both spellings of one key are refused, since they could contradict each other. */
const SPELLED_TWICE = {
  path: ['amd64only'],
  message: 'amd64only is another spelling of amd64Only, which stands here too',
  params: { hint: 'remove amd64only' },
};

/** One item of `images`. */
export const imageSchema = z
  .strictObject({
    source: text().meta({
      description:
        'The image to copy: a name with a tag, a digest or both, latest where it has neither.',
      examples: ['busybox:1.36', 'quay.io/coreos/etcd:v3.5.0'],
    }),
    tag: text()
      .exactOptional()
      .meta({
        description: "The target's tag. Absent: the tag of the source; required with a digest.",
        examples: ['1.36-v1'],
      }),
    target: z
      .union([text(), z.array(text()).min(1)])
      .exactOptional()
      .meta({
        description:
          'Where to copy to, one or several. A target that begins with a host stands as written, any other follows targetRepoPrefix. Absent: targetRepoPrefix and the source as written.',
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
    onConflict: onConflictSchema.exactOptional(),
  })
  .refine(({ amd64Only, amd64only }) => amd64Only === undefined || amd64only === undefined, {
    ...SPELLED_TWICE,
  });

const VARIABLES =
  'A value that is wholly $NAME, with or without braces around NAME, is taken from the environment; \\$ begins a literal dollar.';

/** The kinds of credentials; which one is meant shows in its keys, and none has a key of another. */
export const credentialKinds = [
  z.strictObject({ username: text(), password: text() }).meta({
    description: `User name and password. ${VARIABLES}`,
    examples: [{ username: '$HUB_USER', password: '$HUB_TOKEN' }],
  }),
  z.strictObject({ token: text() }).meta({ description: `Bearer token. ${VARIABLES}` }),
  z.strictObject({ identityToken: text() }).meta({
    description: `Token to be exchanged for access tokens. ${VARIABLES}`,
  }),
  z.strictObject({ dockerConfig: text() }).meta({
    description: `Path of a docker config.json that names this registry. ${VARIABLES}`,
  }),
] as const;

/** Exactly one kind of credentials. */
export const credentialsSchema = z.union(credentialKinds);

const PLAIN_AND_INSECURE = {
  path: ['insecure'],
  message: 'plainHttp and insecure exclude each other',
  params: {
    hint: 'write plainHttp: true for a registry without TLS, insecure: true for a certificate that cannot be verified',
  },
};

/** One value of `registries`. */
export const registrySchema = z
  .strictObject({
    plainHttp: z.boolean().exactOptional().meta({
      description:
        'Speak HTTP without TLS. Default: true for loopback hosts, false for all others.',
    }),
    insecure: z.boolean().exactOptional().meta({
      description: 'Speak TLS without verifying the certificate. Default: false.',
    }),
    maxConnections: z.int().min(1).max(MOST_CONNECTIONS).exactOptional().meta({
      description:
        'How many requests, how many downloads and how many uploads go on at this registry at a time. Default: 16 requests, 8 downloads and 8 uploads.',
    }),
    credentials: credentialsSchema.exactOptional(),
  })
  .refine(({ plainHttp, insecure }) => !(plainHttp && insecure), { ...PLAIN_AND_INSECURE });

/** `defaults`: what holds for images that do not say otherwise. */
export const defaultsSchema = z.strictObject({ onConflict: onConflictSchema.exactOptional() });

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
      description: 'How to reach registries, by host or host:port.',
      examples: [{ 'registry.internal:5000': { plainHttp: true } }],
    }),
});

/** An image as the file writes it. */
export type WrittenImage = z.infer<typeof imageSchema>;

/** A registry's settings as the file writes them. */
export type WrittenRegistry = z.infer<typeof registrySchema>;

/** Credentials as the file writes them, variables unexpanded. */
export type WrittenCredentials = z.infer<typeof credentialsSchema>;
