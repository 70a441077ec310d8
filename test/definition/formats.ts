import type { ParseDefinitionOptions } from '../../lib/definition/parse.ts';
import { type PrintedDefinition, printDefinition } from '../../lib/definition/print-definition.ts';
import { DIGEST, read } from './read.ts';

/** Every setting and every kind of credentials. */
export const NATIVE = `
defaults:
  platforms: [linux/amd64, linux/arm64]
  onConflict: keep
  tagTemplate: "\${tag}-mirror"
images:
  - { source: a/b:1, target: [r.example/b, s.example/c, r.example/d] }
  - { source: a/b:1, target: r.example/e, onConflict: overwrite }
  - { source: a/b:1, target: r.example/f, requirePlatforms: [linux/amd64], index: single }
  - { source: a/b@${DIGEST}, target: r.example/g@${DIGEST} }
  - { source: a/b:1@${DIGEST}, target: r.example/h, amd64Only: true, foreignLayers: copy }
  - { source: a/b, tags: all, target: r.example/i, referrers: false, allowEmpty: true }
  - { source: a/b, tags: [v1, v2], target: r.example/j, referrersRecheck: 90m }
  - { source: a/b, tags: [v1, "v2.*", /rc/], target: r.example/k, referrersRecheck: 7d }
  - source: a/b
    tags: { include: "*", exclude: ["/-rc\\\\d/", "1.10"], semver: ">=1 <2", prerelease: true, latest: 3 }
    target: [r.example/l, s.example/l]
    referrersRecheck: never
    referrers: { artifactTypes: [application/spdx+json] }
registries:
  docker.io: { credentials: { username: "\${USER}", password: $PASS }, maxConnections: 4 }
  quay.io: { credentials: { token: "\\\\$literal" }, proxy: "http://u:p@proxy.example:3128" }
  several.example: { credentials: [{ token: "one" }, { username: u, password: $PASS }] }
  quay.io/acme: { credentials: { identityToken: "true" }, insecure: true }
  "r.example:5000": { plainHttp: true, privateAddresses: true, uploads: whole }
  s.example: { ca: /ca.pem, clientCertificate: /c.pem, clientKey: /k.pem, proxy: none }
  t.example: { credentials: { dockerConfig: "~/.docker/config.json" } }
  u.example: { credentials: { ecrRole: "arn:aws:iam::1:role/x", externalId: "5" } }
`;

/** What kyma's users have. */
export const KYMA = `
targetRepoPrefix: r.example/m/
sign: false
images:
  - source: acme/tool:1.2
  - source: quay.io/acme/op:v3
  - { source: "busybox@${DIGEST}", tag: 1.36-v1 }
  - { source: acme/amd:1, amd64only: true, sign: true, target: other.example/amd }
`;

/** A target with a host that is not its registry. */
export const HOST_AFTER_PREFIX =
  'targetRepoPrefix: r.example/\nimages: [{ source: quay.io/a/b:1 }]';

/** A combined file of Aliyun's image-syncer. */
export const ALIYUN = `
images:
  quay.io/acme/api: r.example/m/api
  quay.io/acme/web:v1,v2: [r.example/m/web, "s.example/web:a,b"]
  acme/tool:/^v1\\.\\d+$/: $TARGET/tool
  acme/tool@${DIGEST}: r.example/tool
  acme/tool:x@${DIGEST}: r.example/tool
auth:
  docker.io/acme/: { username: $USER, password: "\\\\$x" }
  "localhost:5000": { insecure: true }
  quay.io: { username: u, password: "5: {#" }
`;

/** Folders in the OCI image layout. */
export const FOLDERS = `
targetRepoPrefix: oci:./mirror/
images:
  - source: quay.io/a/b:1
  - { source: oci:./dir:1, target: [oci:/abs/dir:2, r.example/b] }
  - { source: oci:./dir, tags: all, target: oci:other }
`;

/** A setting that `defaults` cannot have. */
export const SETTING_OF_ALL = 'images: [{ source: a/b:1, target: r.example/b, amd64Only: true }]';

/** Variables of these files and of the examples. */
export const ENVIRONMENT = {
  USER: 'u',
  PASS: 'p',
  TARGET: 'r.example/t',
  MIRROR_USER: 'u',
  MIRROR_PASSWORD: 'p',
};

/** Prints `text` as it is written, variables included. */
export function convert(
  text: string,
  options: Partial<ParseDefinitionOptions> = {},
): PrintedDefinition {
  return printDefinition(
    read(text, { ...options, environment: ENVIRONMENT, expandCredentials: false }),
  );
}
