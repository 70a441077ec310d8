import { arn, type Place } from './physical-names.ts';
import type { Wish } from './statement.ts';

/** A request to a registry, as its URL says it. */
export interface RegistryCall {
  readonly method: string;
  /** Whether it has a body. */
  readonly hasBody?: boolean;
  /** Path and query. */
  readonly url: string;
}

const ROUTE = /^\/v2\/(?<repository>.+?)\/(?<kind>manifests|blobs|tags|referrers)\/(?<rest>[^?]*)/;

/** Amazon ECR, "Amazon ECR API actions by registry HTTP request": `METHOD kind`, uploads apart. */
const ACTIONS: Readonly<Record<string, string>> = {
  'PUT manifests': 'PutImage',
  'GET manifests': 'BatchGetImage',
  'HEAD manifests': 'BatchGetImage',
  'HEAD blobs': 'BatchCheckLayerAvailability',
  'GET blobs': 'GetDownloadUrlForLayer',
  'POST uploads': 'InitiateLayerUpload',
  'PATCH uploads': 'UploadLayerPart',
  'PUT uploads': 'CompleteLayerUpload',
  // No API cancels an upload: who may start one may give it up.
  'DELETE uploads': 'InitiateLayerUpload',
  'GET tags': 'ListImages',
  // ListImageReferrers, in its own words, asks for the permission of BatchGetImage.
  'GET referrers': 'BatchGetImage',
};

/** The repository that a request is about, `undefined` for `/v2/`. */
export function repositoryOf({ url }: RegistryCall): string | undefined {
  return ROUTE.exec(url)?.groups?.['repository'];
}

/** What a request means to the account's permissions; nothing beyond a login for `/v2/`. */
export function ecrWishes(call: RegistryCall, place: Place): readonly Wish[] {
  const { repository, kind, rest = '' } = ROUTE.exec(call.url)?.groups ?? {};
  if (repository === undefined) return [];
  const action = ACTIONS[`${call.method} ${rest.startsWith('uploads') ? 'uploads' : kind}`];
  if (action === undefined) throw new Error(`ECR knows no ${call.method} ${call.url}`);
  const resource = repositoryArn(repository, place);
  // A blob that comes whole is a part all the same.
  const isWhole = action === 'CompleteLayerUpload' && call.hasBody === true;
  const actions = isWhole ? ['UploadLayerPart', action] : [action];
  return actions.map((one) => ({ action: `ecr:${one}`, resource }));
}

/** "Blob mounting in Amazon ECR": whoever mounts must be able to pull from where the blob is; else it is uploaded. */
export function mountWish({ method, url }: RegistryCall, place: Place): Wish | undefined {
  const from = method === 'POST' ? new URL(url, 'http://ecr').searchParams.get('from') : null;
  if (from === null) return undefined;
  return { action: 'ecr:GetDownloadUrlForLayer', resource: repositoryArn(from, place) };
}

export function repositoryArn(repository: string, place: Place): string {
  return arn('ecr', `repository/${repository}`, place);
}
