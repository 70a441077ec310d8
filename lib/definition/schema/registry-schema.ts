import * as z from 'zod';
import { text } from './text-schema.ts';
import { uploadsSchema } from './uploads-schema.ts';

/** Keeps one client within what registries grant to one address. */
export const MOST_CONNECTIONS = 64;

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
  z.strictObject({ ecrRole: text(), externalId: text().exactOptional() }).meta({
    description: `ARN of a role to assume for a registry of Amazon ECR, with the external id that the role asks for. ${VARIABLES}`,
    examples: [{ ecrRole: 'arn:aws:iam::123456789012:role/mirror' }],
  }),
] as const;

/** Exactly one kind of credentials. */
export const credentialsSchema = z.union(credentialKinds);

/** Those of one account, or of several that take turns in reading. */
const accountsSchema = z.union([
  ...credentialKinds,
  z.array(credentialsSchema).min(1).meta({
    description:
      'Credentials of several accounts. Those who read take turns, the one first whose limit is not reached; the first of them writes.',
  }),
]);

const PLAIN_AND_INSECURE = {
  path: ['insecure'],
  message: 'plainHttp and insecure exclude each other',
  params: {
    hint: 'write plainHttp: true for a registry without TLS, insecure: true for a certificate that cannot be verified',
  },
};

const PAIR_BROKEN = {
  path: ['clientCertificate'],
  message: 'clientCertificate and clientKey stand together',
  params: { hint: 'write both, or neither' },
};

/** `none`, or the origin of a proxy with or without a user; what is wrong in one is never printed. */
const PROXY = /^(?:none|https?:\/\/(?:[^/?#\s@]+@)?[^/?#\s@]+\/?)$/;

/** One value of `registries`. */
export const registrySchema = z
  .strictObject({
    plainHttp: z.boolean().exactOptional().meta({
      description:
        'Speak HTTP without TLS. Default: true for loopback hosts, false for all others.',
    }),
    insecure: z.boolean().exactOptional().meta({
      description:
        'Speak TLS without verifying the certificate, and HTTP where the registry speaks no TLS. Default: false.',
    }),
    maxConnections: z.int().min(1).max(MOST_CONNECTIONS).exactOptional().meta({
      description:
        'How many requests, how many downloads and how many uploads go on at this registry at a time. Default: 16 requests, 8 downloads and 8 uploads.',
    }),
    ca: text().exactOptional().meta({
      description: 'Path of a PEM file with authorities to trust besides the usual ones.',
    }),
    clientCertificate: text().exactOptional().meta({
      description: 'Path of the PEM file with our own certificate, together with clientKey.',
    }),
    clientKey: text().exactOptional().meta({
      description: 'Path of the PEM file with the key of clientCertificate.',
    }),
    proxy: z
      .string()
      .regex(PROXY)
      .exactOptional()
      .meta({
        description:
          'URL of the HTTP proxy to go through, or none for a direct connection. Default: what HTTPS_PROXY, HTTP_PROXY and NO_PROXY say.',
        examples: ['http://proxy.example:3128', 'none'],
      }),
    privateAddresses: z.boolean().exactOptional().meta({
      description:
        "Go where this registry leads also at private addresses, of its network or of this machine: to its storage, uploads and token service. Default: only where the registry's own address is private.",
    }),
    uploads: uploadsSchema.exactOptional().meta({
      description:
        'How the registry takes blobs: standard as the distribution specification has it, ecr as Amazon ECR does, whole each in one request, for a registry that takes no chunks. Default: by its host name, standard for those that are not known.',
    }),
    credentials: accountsSchema.exactOptional(),
  })
  .refine(({ plainHttp, insecure }) => !(plainHttp && insecure), { ...PLAIN_AND_INSECURE })
  .refine(
    ({ clientCertificate, clientKey }) =>
      (clientCertificate === undefined) === (clientKey === undefined),
    { ...PAIR_BROKEN },
  );

/** What a key with a path may have: everything else belongs to the connection, which the host decides. */
export const PATH_KEYS: readonly string[] = ['insecure', 'credentials'];

/** A registry's settings as the file writes them. */
export type WrittenRegistry = z.infer<typeof registrySchema>;

/** Credentials as the file writes them, variables unexpanded. */
export type WrittenCredentials = z.infer<typeof credentialsSchema>;
