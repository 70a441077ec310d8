/** A table of compat.md: the text of each row's input, without its marks and shortened by `…` alone. */
export interface Table<Row extends string = string> {
  /** The heading that it stands under. */
  readonly section: string;
  readonly rows: readonly Row[];
}

function table<const Row extends string>(section: string, rows: readonly Row[]): Table<Row> {
  return { section, rows };
}

export const TARGET_NAMES = table('Target names of B', [
  'a/b:1 | –',
  'b:1 | –',
  'quay.io/a/b:1 | –',
  'a/b:1 | x',
  'a/b@sha256:… | x',
  'a/b@sha256:… | –',
  'a/b | –',
]);

export const ALIYUN_IMAGES = table('C images file', [
  'quay.io/acme/api: reg.example/m/api',
  'quay.io/acme/api:v1: reg.example/m/api',
  'quay.io/acme/api:v1: reg.example/m/api:stable',
  'quay.io/acme/api:v1,v2: reg.example/m/api',
  'quay.io/acme/api:v1,v2: reg.example/m/api:a,b',
  'quay.io/acme/api:v1,v2: reg.example/m/api:a',
  'quay.io/acme/api: reg.example/m/api:one',
  'quay.io/acme/api@sha256:<64hex>: reg.example/m/api',
  'quay.io/acme/api@sha256:<64hex>: reg.example/m/api:v1',
  'quay.io/acme/api@sha256:<64hex>: reg.example/m/api@sha256:<same>',
  'quay.io/acme/api:v1@sha256:<64hex>: reg.example/m/api',
  'quay.io/acme/api@sha256:<64hex>,v2: …',
  'quay.io/acme/api:/^v1\\.\\d+$/: reg.example/m/api',
  'quay.io/acme/api:/v[/: … , quay.io/acme/api:/v1: …',
  'redis: reg.example/m/redis',
  'redis:7: reg.example/m/redis',
  'acme/api:/^2/: reg.example/m/api',
  'localhost:5000/a/b:1: localhost:5001/a/b',
  'x:1: [reg1.example/x, reg2.example/x:9]',
  'x:1: [r.example/x, r.example/x]',
  `x:1: "r.example/\${NS}/x"`,
  'x:1: "", x:1: [], x:1: 5, x:1: {a: b}',
  'same key twice',
  'hub.docker.com/_/mysql: …',
  'Acme/Api:1: …',
  'combined file {"auth": {...}, "images": {...}} via --config',
  'file suffix .yml, .yaml, .json',
]);

export const ALIYUN_AUTH = table('C auth file', [
  'quay.io: {username: u, password: p}',
  'quay.io/acme: {…} with quay.io: {…}',
  'quay.io/acme/api: {…} (exact repo)',
  'quay.io/acme/: {…}',
  '"localhost:5000": {insecure: true}',
  `docker.io: {username: "\${DH_USER}", password: "$DH_PASS"}`,
  'harbor.example: {username: "robot$ci", password: "pa$$w"}',
  'eu.gcr.io: {username: _oauth2_, password: <base64 of service account JSON>}',
  `gcr.io: {username: _json_key, password: '{"type":"service_account",…}'}`,
  'xxx.azurecr.io/: {…}',
  'only username',
  'no auth file',
]);

export const ALIYUN_COMMAND_LINES = table('C command lines', [
  '--proc=6 --auth=./auth.json --images=./images.json --retries=3',
  '-p 6 -r 3',
  '--os linux --arch amd64 --arch arm64',
  '--arch arm:v7',
  '--arch amd64,arm64',
  '--os windows:10.0.17763.5329',
  '--force',
  '--log ./x.log',
  '--output-success-images ok.yaml --output-images-format json',
  '--config c.yaml',
  '--records F',
  '--registry R',
  '--namespace N',
  'DEFAULT_REGISTRY/DEFAULT_NAMESPACE',
  'Success file written = map source → list of destinations, valid as images file',
  'Exit non-zero on any failure',
]);

export const KYMA_FILE = table('B images file', [
  'targetRepoPrefix: "reg.example/mirror/"',
  'sign: false',
  '- source: "acme/tool:1.2"',
  '- source: "busybox:1.36"',
  '- source: "quay.io/acme/op:v3"',
  '- source: "busybox@sha256:<64hex>"   tag: "1.36-v1"',
  '- source: "acme/tool:1.2"   tag: "1.2-kept"',
  '- source: "acme/amd:1"   amd64Only: true   sign: true',
]);

export const KYMA_CASES = table('B images file, cases', [
  'target absent',
  'target present, same digest',
  'target present, other digest',
  'any of these with --dry-run',
  'digest without tag',
  'acme/tool:1@sha256:<64hex> + tag: x',
  'host:5000/a/b:1',
  'amd64Only: true + index',
  'no amd64Only + single manifest',
  'prefix without trailing /',
  'private target, single manifest',
  'signature wanted',
  'JSON content in the file',
  'unknown key',
]);

export const KYMA_COMMAND_LINES = table('B images file, command lines', [
  '--images-file F --target-repo-auth-key K --dry-run=true',
  '-i F -t K',
  '-i F -a TOKEN -r P/',
  '--debug',
  'SYNCER_IMAGES_FILE',
  'SYNCER_TARGET_REPO_AUTH_KEY',
  'SYNCER_TARGET_REPO_PREFIX',
  'SYNCER_ACCESS_TOKEN',
  'SYNCER_DRY_RUN',
  'SYNCER_DEBUG',
  'SYNCER_KMS_KEY',
  '--kms-key/-k',
  '--target-key-file',
  'Booleans 1,t,T,TRUE,true,True,0,f,F,FALSE,false,False; anything else is an error',
  'Key file → user _json_key',
  'token → Bearer',
  'key file wins',
  'Digits after -r mean retries, anything else the prefix',
]);

export const LIBRARY_CALLS = table('A-style library calls', [
  'syncImage("reg.a/x@sha256:<hex>", "reg.b/x:1")',
  'same with an index and platforms ["linux/amd64","linux/arm64"]',
  'index having none of the platforms',
  'single manifest of another platform',
  'option "digest required" on',
  'checkExists("reg.b/x:1")',
  'abort signal',
  'destination content',
]);

export const CHANGED_BEHAVIOURS = table('Behaviours changed on purpose', [
  'Copy index bytes unchanged unless a filter removes something …',
  'Anything not copied is an error or an explicit, counted "skipped" with a reason …',
  'Longest auth match for real; also exact-repo keys …',
  `$ in credentials: only a value that is wholly $NAME or \${NAME} expands …`,
  'Invalid env booleans = error …',
  'Immutability default on for B-style files, off (update) for C-style files, both switchable …',
  'Target existence errors other than 404/NAME_UNKNOWN/MANIFEST_UNKNOWN are errors …',
  '--force overwrites, and walks an image whose digests are equal to repair it …',
  'syncImage without platforms copies everything …',
  'HEAD first on both sides …',
  'Comma lists in --os/--arch, os/arch/variant form, variant matching for OCI too',
  'One shared client, token cache and mount attempts per registry …',
]);

/** Every table whose rows are cases; `features.ts` has the one of features. */
export const TABLES: readonly Table[] = [
  TARGET_NAMES,
  ALIYUN_IMAGES,
  ALIYUN_AUTH,
  ALIYUN_COMMAND_LINES,
  KYMA_FILE,
  KYMA_CASES,
  KYMA_COMMAND_LINES,
  LIBRARY_CALLS,
  CHANGED_BEHAVIOURS,
];
