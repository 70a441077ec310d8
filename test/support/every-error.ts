import { DefinitionSourceError } from '../../lib/aws/definition-source/definition-source-error.ts';
import { LedgerTableError } from '../../lib/aws/dynamodb/errors.ts';
import { EcrError } from '../../lib/aws/ecr/ecr-error.ts';
import { EcrRepositoryError } from '../../lib/aws/ecr/ecr-repository-error.ts';
import { EventsError } from '../../lib/aws/events/events-error.ts';
import { PlanInvocationError } from '../../lib/aws/plan-invocation-error.ts';
import { PlanUnfinishedError } from '../../lib/aws/planner/plan-unfinished-error.ts';
import { PlannerEventError } from '../../lib/aws/planner/planner-event-error.ts';
import { PacedError, RepositoryRefusedError } from '../../lib/aws/registries/errors.ts';
import { MoveLimitError } from '../../lib/aws/registries/move-limit.ts';
import { SecretError } from '../../lib/aws/secrets/secret-error.ts';
import { QueueError } from '../../lib/aws/sqs/errors.ts';
import * as worker from '../../lib/aws/worker/errors.ts';
import * as cli from '../../lib/cli/errors.ts';
import * as hookSecret from '../../lib/cli/options/hook-secret.ts';
import * as content from '../../lib/content/errors.ts';
import { MissingContentError } from '../../lib/content/missing-content.ts';
import * as copy from '../../lib/copy/errors.ts';
import * as referrers from '../../lib/copy/referrer-errors.ts';
import { DefinitionError } from '../../lib/definition/errors.ts';
import { ImageNamesError } from '../../lib/definition/single-image.ts';
import type { SyncerError } from '../../lib/errors.ts';
import { ImageSyncError } from '../../lib/library/errors.ts';
import { CredentialsError, LedgerFileError } from '../../lib/local/errors.ts';
import * as layout from '../../lib/local/oci-layout/errors.ts';
import * as mirror from '../../lib/mirror/errors.ts';
import { InterruptedError } from '../../lib/mirror/interrupted-error.ts';
import * as oci from '../../lib/oci/errors.ts';
import { parseReference } from '../../lib/oci/reference.ts';
import { AddressRefusedError } from '../../lib/registry/address-error.ts';
import { ConnectionError } from '../../lib/registry/connection-error.ts';
import * as registry from '../../lib/registry/errors.ts';
import { OutOfStepError } from '../../lib/registry/out-of-step-error.ts';
import { ProxyError } from '../../lib/registry/proxy-error.ts';
import { SettingError } from '../../lib/registry/setting-error.ts';
import { ThrottledError } from '../../lib/registry/throttled-error.ts';
import { ListenError } from '../../lib/serve/http/listen-error.ts';
import { PullError } from '../../lib/serve/pull/pull-error.ts';
import { ScheduleError } from '../../lib/serve/schedule/schedule-error.ts';
import { recordedOutcome } from './run-builder.ts';

/** Stands wherever a secret may stand in what errors are made of. */
export const PLANTED = 'planted-secret';

/** How long whoever refuses in these errors wants to be left alone. */
export const RETRY_AFTER_MS = 7000;

const DIGEST = `sha256:${'a'.repeat(64)}` as const;
const BLOB = { mediaType: 'application/octet-stream', digest: DIGEST, size: 7 };
const PLACE = { file: 'images.yaml', line: 1, column: 1 };
const REFERENCE = parseReference('r.example/app:1');
const ASKED = {
  method: 'PUT',
  url: new URL(`https://u:${PLANTED}@r.example/v2/app/${PLANTED}?_state=${PLANTED}#${PLANTED}`),
  shownAs: 'https://r.example/v2/app/blobs/uploads/…',
};
const REFUSED = new registry.RegistryError(ASKED, 503, { retryAfterMs: RETRY_AFTER_MS });
const PROXY = new URL(`http://u:${PLANTED}@proxy.example:3128`);

function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** What the SDK throws, whose text may be anything. */
function thrown(name: string): Error {
  return Object.assign(new Error(PLANTED), { name });
}

const STATUSES = [
  ...[302, 400, 401, 403, 404, 405, 408, 409, 412, 413, 415, 416, 425, 429],
  ...[500, 501, 502, 503, 504, 505, 507, 522, 530],
];
const DIAGNOSTICS = [
  [],
  [{ code: 'TOOMANYREQUESTS' }],
  [{ code: 'TAG_IMMUTABLE' }],
  [{ code: 'DENIED', message: 'Your authorization token has expired' }],
  [{ code: 'BLOB_UNKNOWN' }],
  [{ code: 'MANIFEST_BLOB_UNKNOWN' }],
  [{ code: 'MANIFEST_INVALID' }],
  [{ code: 'UNKNOWN', message: 'quota exceeded' }],
];
const CONNECTION_CODES = [
  ...['ENOTFOUND', 'ECONNREFUSED', 'EAI_AGAIN', 'ERR_SSL_WRONG_VERSION_NUMBER'],
  ...['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ...['UND_ERR_HEADERS_TIMEOUT', 'ECONNRESET'],
];
const AWS_NAMES = [
  ...['AccessDeniedException', 'ExpiredToken', 'ThrottlingException', 'ResourceNotFoundException'],
  ...['ValidationException', 'CredentialsProviderError', 'QueueDoesNotExist', 'TimeoutError'],
];

function ofAws(name: string): readonly SyncerError[] {
  const cause = thrown(name);
  return [
    new LedgerTableError('ledger', cause),
    new QueueError('https://sqs.example/1/compare', name, cause),
    new EcrError('r.example', cause),
    EcrRepositoryError.failed('app', cause),
    SecretError.unreadable('arn', cause),
    new DefinitionSourceError('s3://bucket/key', cause),
    new EventsError('Run Completed', name, { cause }),
  ];
}

/** Errors of every class, and of every kind that a class has. */
export function everyError(): readonly SyncerError[] {
  return [
    ...STATUSES.flatMap((status) =>
      DIAGNOSTICS.map((diagnostics) => new registry.RegistryError(ASKED, status, { diagnostics })),
    ),
    ...CONNECTION_CODES.map((code) => new ConnectionError(ASKED, coded(code))),
    ...[407, 403, 502, coded('ECONNREFUSED')].map((why) => new ProxyError(PROXY, 'r.example', why)),
    ...AWS_NAMES.flatMap(ofAws),
    ...ofEngine(),
    ...ofHomes(),
  ];
}

function ofEngine(): readonly SyncerError[] {
  const [one, other] = ['a:1', 'b:1'].map((name) => ({ name, place: PLACE })) as [
    mirror.NamedAt,
    mirror.NamedAt,
  ];
  return [
    new oci.InvalidReferenceError(`u:${PLANTED}@r.example`, 'it has a user', 'leave it out'),
    new oci.InvalidPlatformError('x', 'it has no slash', 'write os/architecture'),
    new oci.InvalidManifestError('the manifest is not a JSON object'),
    new content.ContentMismatchError(BLOB, { size: 8 }),
    new content.ContentTooLargeError('the manifest', 7),
    new content.UploadLostError(BLOB, REFUSED),
    new content.CheckpointLostError('app', DIGEST),
    new MissingContentError(DIGEST),
    new registry.ProtocolError(ASKED, 'the answer has no length'),
    new registry.ProtocolError(ASKED, 'no list', { passing: true }),
    new registry.RedirectError('it leads from https to http'),
    new registry.AuthenticationError('the token service refused', 'check the password'),
    ...(['private', 'loopback', 'reserved'] as const).map(
      (found) => new AddressRefusedError(ASKED, { by: 'r.example' }, { address: '::1', found }),
    ),
    new OutOfStepError(BLOB, { stored: 1, expected: 2 }),
    new ThrottledError({ registry: 'r.example', account: 'nobody', requests: 'pull' }, 1000),
    new SettingError('the proxy cannot be used', 'write http://host:port'),
    new copy.CopyError('target', 'putting the manifest', REFUSED),
    new copy.NestedTooDeepError(3),
    new copy.MissingBlobError(DIGEST),
    new copy.ForeignLayerError(DIGEST, REFUSED),
    new copy.PlatformError('no manifest for linux/arm64', 'name others'),
    new copy.OldManifestError(REFUSED),
    new copy.TargetChangedError('1', DIGEST, undefined),
    new copy.BlobClaimedError('r.example', DIGEST),
    new referrers.TooManyReferrersError('more than 1000 refer to it'),
    new referrers.ReferrersTagTakenError('1', DIGEST, 'a/b'),
    new DefinitionError([{ ...PLACE, message: 'a key stands twice', hint: null }]),
    new ImageNamesError('source and target at once', 'name another'),
    new mirror.ImageNotFoundError(REFERENCE),
    new mirror.LeaseHeldError('r.example/app:1', 1000),
    new mirror.LeaseLostError('r.example/app:1'),
    new InterruptedError(),
    new mirror.LostImageError('r.example/app:1'),
    new mirror.NothingChosenError(['a']),
    new mirror.EmptySelectionError(PLACE, 'no tag matches'),
    new mirror.SelectionTooLargeError(PLACE, 2, 1),
    new mirror.AmbiguousTargetError('r.example/app:1', one, other),
  ];
}

function ofHomes(): readonly SyncerError[] {
  return [
    new LedgerFileError('ledger.db', 'cannot be opened'),
    new CredentialsError('the file is not JSON', 'correct it'),
    ...['EACCES', 'ENOSPC', 'ENOENT', 'EIO'].map(
      (code) =>
        new layout.LayoutError(
          'oci',
          'cannot be read',
          Object.assign(coded(code), { syscall: 'x' }),
        ),
    ),
    new layout.LayoutContentMissingError('oci', DIGEST),
    new layout.LayoutUnfitError('oci', DIGEST),
    new PullError('/copy', `fatal: unable to access 'https://u:${PLANTED}@h.example/x'`),
    new ListenError('127.0.0.1:80', coded('EACCES')),
    new ListenError('127.0.0.1:80', coded('EIO')),
    new ScheduleError('"x" is no cron expression', 'write five fields'),
    new hookSecret.HookSecretError('the secret file x is empty'),
    new layout.LayoutLockedError('oci/lock', 1000),
    new cli.OutputFileError('out.json', '--file', coded('EACCES')),
    new cli.NotRecordedError('run', 'name another'),
    new cli.RegistryStartError('the port is taken'),
    new ImageSyncError({
      ...recordedOutcome({ status: 'conflict', reason: 'the tag has other content' }),
    }),
    EcrRepositoryError.missing('app'),
    SecretError.malformed('arn'),
    new PlanInvocationError('plan', new Error('it failed')),
    new PlannerEventError({ trigger: 'x' }),
    new PlanUnfinishedError('01J', 3),
    new RepositoryRefusedError(REFERENCE),
    new PacedError('r.example', 1000),
    new MoveLimitError(1),
    new worker.OutOfTimeError(),
    new worker.RetriesExhaustedError('r.example/app:1'),
  ];
}
