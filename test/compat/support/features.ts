/** What proves a row of the feature table, or who will. */
export type Coverage =
  /** A case of `features.test.ts`. */
  | 'case'
  /** A test that stands elsewhere, by what its file says of it. */
  | { readonly file: string; readonly says: string }
  /** Belongs to a later issue of the project. */
  | { readonly issue: number }
  /** No such thing is wanted here, for this reason. */
  | { readonly left: string };

const IMAGES = 'test/compat/aliyun-images-file.test.ts';
const AUTH = 'test/compat/aliyun-auth-file.test.ts';
const ALIYUN = 'test/compat/aliyun-command-lines.test.ts';
const KYMA = 'test/compat/kyma-cases.test.ts';
const KYMA_FILE = 'test/compat/kyma-images-file.test.ts';
const KYMA_COMMANDS = 'test/compat/kyma-command-lines.test.ts';
const NAMES = 'test/compat/target-names.test.ts';
const LIBRARY = 'test/compat/library-calls.test.ts';
const CHANGED = 'test/compat/changed-behaviours.test.ts';

function by(file: string, says: string): Coverage {
  return { file, says };
}

/** `What each of them does, feature by feature`: its rows in order, each with what proves it. */
export const FEATURES = {
  '1 registry → registry copy without daemon or disk': by(
    'test/e2e/mirror.test.ts',
    'image-syncer between real registries',
  ),
  '2 library API': by(LIBRARY, 'syncImage("reg.a/x@sha256:<hex>", "reg.b/x:1")'),
  '3 CLI': by('test/e2e/built-command.test.ts', 'mirrors an image without anything beside it'),
  '4 container image / reusable CI workflow': { issue: 7 },
  '5 config YAML': by(KYMA, 'target absent'),
  '6 config JSON': by(KYMA, 'JSON content in the file'),
  '7 combined auth+images file': by(
    IMAGES,
    'combined file {"auth": {...}, "images": {...}} via --config',
  ),
  '8 auth separate from rules': by(
    ALIYUN,
    '--proc=6 --auth=./auth.json --images=./images.json --retries=3',
  ),
  '9 strict validation of config keys': by(KYMA, 'unknown key'),
  '10 short Docker Hub names → docker.io/library': by(IMAGES, 'acme/api:/^2/: reg.example/m/api'),
  '11 default tag latest': by(NAMES, 'a/b | –'),
  '12 source by tag': by(IMAGES, 'quay.io/acme/api:v1: reg.example/m/api'),
  '13 source by digest (single)': 'case',
  '14 source by digest (index)': by(
    IMAGES,
    'quay.io/acme/api@sha256:<64hex>: reg.example/m/api:v1',
  ),
  '15 source tag@digest': by(IMAGES, 'quay.io/acme/api:v1@sha256:<64hex>: reg.example/m/api'),
  '16 comma tag list': by(IMAGES, 'quay.io/acme/api:v1,v2: reg.example/m/api'),
  '17 all tags of a repo': by(IMAGES, 'quay.io/acme/api: reg.example/m/api'),
  '18 tag regex': by(IMAGES, 'quay.io/acme/api:/^v1'),
  '19 tag exclude, newest N, semver': by(
    'test/definition/select-tags.test.ts',
    'applies include, exclude, semver and latest one after another',
  ),
  '20 repo wildcard / namespace / catalog': { left: 'none of the three lists repositories' },
  '21 several destinations': by(IMAGES, 'x:1: [reg1.example/x, reg2.example/x:9]'),
  '22 re-tag at destination': by(IMAGES, 'quay.io/acme/api:v1: reg.example/m/api:stable'),
  '23 target prefix rule': by(KYMA_FILE, 'targetRepoPrefix: "reg.example/mirror/"'),
  '24 keep source host in target path': by(NAMES, 'quay.io/a/b:1 | –'),
  '25 host:port sources': by(IMAGES, 'localhost:5000/a/b:1: localhost:5001/a/b'),
  '26 env expansion in credentials': by(AUTH, 'DH_USER'),
  '27 env expansion in destinations': by(IMAGES, 'environment variable NS is not set'),
  '28 flags from env': by(KYMA_COMMANDS, 'SYNCER_IMAGES_FILE'),
  '29 credentials per registry': by(AUTH, 'quay.io: {username: u, password: p}'),
  '30 credentials per namespace, longest match': by(AUTH, 'quay.io/acme: {…} with quay.io: {…}'),
  '31 source credentials': by(AUTH, 'quay.io: {username: u, password: p}'),
  '32 docker config / credential helpers': by(AUTH, 'no auth file'),
  '33 bearer access token': by(KYMA_COMMANDS, 'token → Bearer'),
  '34 _json_key file': by(KYMA_COMMANDS, 'Key file → user _json_key'),
  '35 Google service-account exchange': by(
    AUTH,
    'eu.gcr.io: {username: _oauth2_, password: <base64 of service account JSON>}',
  ),
  '36 ECR/ACR/ACR-Azure native auth': by(
    'test/e2e/networks.test.ts',
    'of ECR ask AWS for a password by the registry',
  ),
  '37 secret manager': { issue: 4 },
  '38 insecure HTTP / skip verify': by(AUTH, '"localhost:5000": {insecure: true}'),
  '39 custom CA, client certs': by(
    'test/registry/tls-identity.test.ts',
    'is shown the client certificate that it asks for',
  ),
  '40 proxy from env': by(
    'test/e2e/networks.test.ts',
    'are reached through the proxy of the environment, but for this machine',
  ),
  '41 proxy per registry': by(
    'test/registry/proxied.test.ts',
    'is asked as the registry says, whatever the environment says',
  ),
  '42 digest-preserving index copy': by(KYMA, 'target absent'),
  '43 platform filter': by(ALIYUN, '--os linux --arch amd64 --arch arm64'),
  '44 variant filter': by(ALIYUN, '--arch arm:v7'),
  '45 filter on single manifests': 'case',
  '46 required-platform check': by(KYMA, 'no amd64Only + single manifest'),
  '47 attestation entries kept': 'case',
  '48 nested index': 'case',
  '49 entries without platform': 'case',
  '50 OCI artifacts / Helm': by('test/e2e/mirror.test.ts', 'helm-chart'),
  '51 OCI artifact manifest (deprecated type)': 'case',
  '52 schema1': 'case',
  '53 foreign layers': 'case',
  '54 zstd layers': by('test/e2e/mirror.test.ts', 'zstd-layers'),
  '55 cosign .sig/.att/.sbom copy': by(KYMA, 'signature wanted'),
  '56 referrers API / fallback tag': by(
    'test/e2e/signed-image.test.ts',
    'a signed image from a registry with fallback tags',
  ),
  '57 signature verify before copy': {
    left: 'only the target was ever checked, and not since 2022',
  },
  '58 skip when equal': by(KYMA, 'target present, same digest'),
  '59 HEAD-only no-op check': by(CHANGED, 'HEAD first on both sides …'),
  '60 immutable-tag protection': by(KYMA, 'target present, other digest'),
  '61 force overwrite': by(ALIYUN, '--force'),
  '62 dry-run': by(KYMA, 'any of these with --dry-run'),
  '63 exists check API': by(LIBRARY, 'checkExists("reg.b/x:1")'),
  '64 digest returned to caller': by(LIBRARY, 'syncImage("reg.a/x@sha256:<hex>", "reg.b/x:1")'),
  '65 bytes verified while streaming': by(
    CHANGED,
    'Copy index bytes unchanged unless a filter removes something …',
  ),
  '66 never reads destination content': by(LIBRARY, 'destination content'),
  '67 verification after push': by(
    'test/copy/tag-image.test.ts',
    'makes the document visible, and asks the registry whether it is',
  ),
  '68 blob existence check': by(
    'test/copy/copy-blob.test.ts',
    'opens nothing when the target has the blob',
  ),
  '69 cross-repo mount': by(
    CHANGED,
    'One shared client, token cache and mount attempts per registry …',
  ),
  '70 in-run blob de-duplication': by(
    CHANGED,
    'One shared client, token cache and mount attempts per registry …',
  ),
  '71 resumable download': { issue: 5 },
  '72 chunked/resumable upload': { issue: 5 },
  '73 parallel images': by(
    'test/local/mirror-locally.test.ts',
    'has an outcome for each of 200 images, by 16 workers',
  ),
  '74 parallel layers': by(
    'test/copy/concurrently.test.ts',
    'runs so many tasks at a time, in order',
  ),
  '75 per-registry concurrency, rate, bandwidth limits': by(
    'test/registry/registries.test.ts',
    'grants requests of all repositories of a host one number of places',
  ),
  '76 retry with backoff': by('test/registry/registry-retries.test.ts', 'a failure that passes'),
  '77 429 handling': by(
    'test/registry/registry-retries.test.ts',
    'is waited for as long as the registry asks in seconds',
  ),
  '78 retry classes (permanent vs transient)': by(
    'test/registry/registry-retries.test.ts',
    'a failure for ever',
  ),
  '79 continue after a failed image': by(ALIYUN, 'Exit non-zero on any failure'),
  '80 timeouts / stall detection': by(
    'test/registry/registry-retries.test.ts',
    'a body that stalls',
  ),
  '81 cancel on SIGINT/SIGTERM': by(
    'test/e2e/interruption.test.ts',
    'a process that is told to end',
  ),
  '82 exit code on failure': by(
    'test/e2e/exit-codes.test.ts',
    'is 1 when one of two images failed',
  ),
  '83 success list': by(
    ALIYUN,
    'Success file written = map source → list of destinations, valid as images file',
  ),
  '84 failure list': by(ALIYUN, 'Exit non-zero on any failure'),
  '85 machine-readable report': by(
    'test/e2e/json.test.ts',
    'prints what became of every image, in the order of the definition',
  ),
  '86 progress': by(
    'test/cli/terminal/live-view.test.ts',
    'draws images as they come and go, in place',
  ),
  '87 log file': by(ALIYUN, '--log ./x.log'),
  '88 debug log': by(KYMA_COMMANDS, '--debug'),
  '89 daemon / schedule / watch': { issue: 7 },
  '90 delete / prune at target': { issue: 7 },
  '91 create target repo': { issue: 4 },
  '92 file/OCI-layout/tar endpoints': by(
    'test/local/oci-layout/air-gap.test.ts',
    'arrives byte for byte with everything that refers to it',
  ),
  '93 registry mirrors (registries.conf)': {
    left: "Aliyun's reads registries.conf by accident and says so nowhere",
  },
  '94 typo hints': by('test/definition/nearest-key.test.ts', 'nearestKey'),
} as const satisfies Readonly<Record<string, Coverage>>;

export type Feature = keyof typeof FEATURES;

type CaseOf<Name> = Name extends Feature
  ? (typeof FEATURES)[Name] extends 'case'
    ? Name
    : never
  : never;

/** The rows that are cases of their own. */
export type FeatureCase = CaseOf<Feature>;

/** Their names, in order. */
export function featureCases(): readonly FeatureCase[] {
  const names = Object.keys(FEATURES) as readonly Feature[];
  return names.filter((name): name is FeatureCase => FEATURES[name] === 'case');
}
