import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { definitionJsonSchema } from '../../lib/definition/json-schema.ts';
import { problemsOf } from './read.ts';

const IMAGE = 'images: [{ source: a/b:1, target: reg.example/b }]\n';

const GOOD = [
  IMAGE,
  'images: [{ source: a/b:1, target: [reg.example/b, "reg.example/b:2"], onConflict: keep, amd64Only: true }]',
  'targetRepoPrefix: reg.example/\nimages: [{ source: a/b, tag: "1", amd64only: false }]\n',
  `defaults: { onConflict: overwrite }\n${IMAGE}`,
  `${IMAGE}registries: { a.io: { plainHttp: true, maxConnections: 64 }, b.io: { insecure: true } }\n`,
  ...[
    '{ username: u, password: p }',
    '{ token: t }',
    '{ identityToken: t }',
    '{ dockerConfig: config.json }',
    '{ ecrRole: arn, externalId: x }',
  ].map((credentials) => `${IMAGE}registries: { a.io: { credentials: ${credentials} } }\n`),
];

const SETTINGS = [
  'platforms: [linux/amd64], requirePlatforms: [linux/amd64], index: single',
  'referrers: false, referrersRecheck: never, foreignLayers: copy',
  'referrers: { artifactTypes: [a/b] }, referrersRecheck: 90m, libraryNames: true',
];
const SOUND_TAGS = [
  'all',
  '[v1, "v2.*", "/^v3/"]',
  '{ include: v1, exclude: [v2], semver: "1", prerelease: true, latest: 5 }',
];

GOOD.push(
  ...SETTINGS.flatMap((settings) => [
    `${IMAGE}defaults: { ${settings}, target: "reg.example/\${name}", allowEmpty: true }\n`,
    `images: [{ source: a/b:1, target: reg.example/b, ${settings} }]`,
  ]),
  ...SOUND_TAGS.map((tags) => `images: [{ source: a/b, target: reg.example/b, tags: ${tags} }]`),
  `${IMAGE}sign: false\n`,
  `${IMAGE}registries: { a.io: { ca: a, clientCertificate: b, clientKey: c, proxy: none } }\n`,
);

const WRONG = [
  'platforms: []',
  'index: both',
  'referrers: yes',
  'referrers: {}',
  'referrersRecheck: 24',
  'referrersRecheck: 1w',
  'foreignLayers: true',
  'tags: v1',
  'tags: []',
  'tags: { latest: 0 }',
  'tags: { newest: 1 }',
];

const BAD = [
  ...WRONG.map((words) => `images: [{ source: a/b, target: reg.example/b, ${words} }]`),
  `${IMAGE}registries: { a.io: { proxy: socks5://a } }\n`,
  '',
  '[]',
  'images: []',
  'defaults: {}',
  `${IMAGE}version: 1\n`,
  `${IMAGE}defaults: { onConflict: no }\n`,
  `${IMAGE}targetRepoPrefix: ""\n`,
  'images: [busybox]',
  'images: [{ target: reg.example/b }]',
  'images: [{ source: a, target: reg.example/b, platforms: [] }]',
  'images: [{ source: a, target: [] }]',
  'images: [{ source: a, target: reg.example/b, tag: 1.10 }]',
  'images: [{ source: a, target: reg.example/b, amd64Only: yes }]',
  `${IMAGE}registries: []\n`,
  `${IMAGE}registries: { a.io: { maxConnections: 65 } }\n`,
  `${IMAGE}registries: { a.io: { maxConnections: 0 } }\n`,
  `${IMAGE}registries: { a.io: { maxConnections: 1.5 } }\n`,
  `${IMAGE}registries: { a.io: { username: u, password: p } }\n`,
  ...['{}', 't', '{ username: u }', '{ username: u, password: p, token: t }', '{ token: "" }'].map(
    (credentials) => `${IMAGE}registries: { a.io: { credentials: ${credentials} } }\n`,
  ),
];

describe('definitionJsonSchema', () => {
  const schema = definitionJsonSchema();
  const accepts = (text: string) =>
    z.fromJSONSchema(schema as z.core.JSONSchema.JSONSchema).safeParse(parse(text)).success;

  it.each(GOOD)('accepts %j, as the parser does', (text) => {
    expect(problemsOf(text)).toEqual([]);
    expect(accepts(text)).toBe(true);
  });

  it.each(BAD)('refuses %j, as the parser does', (text) => {
    expect(problemsOf(text)).not.toEqual([]);
    expect(accepts(text)).toBe(false);
  });

  it('says what it is', () => {
    expect(schema).toMatchObject({
      $id: 'urn:image-syncer:definition',
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'image-syncer definition',
    });
  });

  it('describes every key of an image', () => {
    expect(schema).toHaveProperty('properties.images.items.properties');
    const { properties } = z
      .object({
        properties: z.object({
          images: z.object({
            items: z.object({
              properties: z.record(z.string(), z.object({ description: z.string().min(20) })),
            }),
          }),
        }),
      })
      .parse(schema);

    expect(Object.keys(properties.images.items.properties)).toEqual([
      'source',
      'tags',
      'tag',
      'target',
      'amd64Only',
      'amd64only',
      'onConflict',
      'platforms',
      'requirePlatforms',
      'index',
      'referrers',
      'referrersRecheck',
      'foreignLayers',
      'tagTemplate',
      'libraryNames',
      'allowEmpty',
      'sign',
    ]);
  });
});
