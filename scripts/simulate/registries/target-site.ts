import { type Digest, digestOf, isDigest } from '../../../lib/oci/digest.ts';
import { ASSUMPTIONS, SCALE } from '../assumptions.ts';
import type { Catalogue } from '../catalogue.ts';
import type { ServedManifest } from '../image-content.ts';
import type { RateQuota } from '../quota.ts';
import type { ImageStore } from './image-store.ts';
import {
  json,
  noReferrers,
  refusal,
  type Site,
  type SiteAnswer,
  type SiteRequest,
} from './site.ts';

/** Actions of ECR's that requests of the distribution API count as: docs.aws.amazon.com/AmazonECR, "Amazon ECR service quotas". */
export type EcrAction =
  | 'PutImage'
  | 'InitiateLayerUpload'
  | 'UploadLayerPart'
  | 'CompleteLayerUpload'
  | 'BatchCheckLayerAvailability'
  | 'BatchGetImage';

export interface TargetSiteOptions {
  readonly catalogue: Catalogue;
  readonly images: ImageStore;
  readonly quotas: Readonly<Record<EcrAction, RateQuota>>;
  /** Told of every manifest that is put. */
  readonly onPut: (now: number) => void;
}

/** What was put into one repository since the simulation began. */
interface Written {
  readonly manifests: Map<string, ServedManifest>;
  readonly blobs: Set<string>;
}

const ROUTE = /^\/v2\/(.+?)\/(manifests|blobs|tags|referrers)\/(.+)$/;

/** A registry of ECR, which has what the run before left there. */
export class TargetSite implements Site {
  readonly errand = 'target';
  /** Of blobs that were uploaded, as large as they stand for. */
  uploadedBytes = 0;
  readonly #options: TargetSiteOptions;
  readonly #written = new Map<string, Written>();
  readonly #uploaded = new Map<string, number>();
  #uploads = 0;

  constructor(options: TargetSiteOptions) {
    this.#options = options;
  }

  waitMs({ method, url }: SiteRequest): number {
    const isPut = method === 'PUT' && url.pathname.includes('/manifests/');
    return isPut ? ASSUMPTIONS.putManifestMs : ASSUMPTIONS.targetMs;
  }

  answer(request: SiteRequest): SiteAnswer {
    const { pathname } = request.url;
    const [, name = '', kind, last = ''] = ROUTE.exec(pathname) ?? [];
    if (request.headers['authorization'] === undefined) return challenge();
    const actions = actionsOf(request, kind);
    const { quotas } = this.#options;
    if (!actions.every((action) => quotas[action].take(request.now))) {
      return refusal(429, 'TOOMANYREQUESTS', 'Rate exceeded');
    }
    if (kind === 'manifests') return this.#manifest(request, name, last);
    if (kind === 'blobs' && last.startsWith('uploads/')) return this.#upload(request, name, last);
    if (kind === 'blobs') return this.#hasBlob(name, last) ? this.#found(last) : absent('BLOB');
    return kind === 'referrers' ? noReferrers() : json({ name, tags: this.#tags(name) });
  }

  #tags(name: string): readonly string[] {
    const { catalogue } = this.#options;
    const repository = catalogue.byTarget(name);
    const before = repository ? catalogue.tagsOf(repository) : [];
    const isThere = (tag: string) => repository && !catalogue.image(repository, tag)?.isNew;
    const written = [...(this.#written.get(name)?.manifests.keys() ?? [])];
    return [...before.filter(isThere), ...written.filter((key) => !isDigest(key))];
  }

  #manifest(request: SiteRequest, name: string, tagOrDigest: string): SiteAnswer {
    if (request.method === 'PUT') return this.#putManifest(request, name, tagOrDigest);
    const manifest = this.#stored(name, tagOrDigest);
    if (!manifest) return absent('MANIFEST');
    const { mediaType, digest, bytes } = manifest;
    const headers = { 'content-type': mediaType, 'docker-content-digest': digest };
    return { status: 200, headers, body: bytes };
  }

  #stored(name: string, tagOrDigest: string): ServedManifest | undefined {
    const { catalogue, images } = this.#options;
    const written = this.#written.get(name)?.manifests.get(tagOrDigest);
    if (written || isDigest(tagOrDigest)) return written;
    const repository = catalogue.byTarget(name);
    const image = repository && catalogue.image(repository, tagOrDigest);
    return image && !image.isNew ? images.root(image) : undefined;
  }

  #putManifest({ body, headers, now }: SiteRequest, name: string, tagOrDigest: string): SiteAnswer {
    const bytes = body ?? new Uint8Array();
    const digest = digestOf(bytes);
    const manifest = { digest, mediaType: headers['content-type'] ?? '', bytes };
    const { manifests } = this.#into(name);
    manifests.set(digest, manifest);
    manifests.set(tagOrDigest, manifest);
    this.#options.onPut(now);
    return { status: 201, headers: { 'docker-content-digest': digest } };
  }

  #upload(request: SiteRequest, name: string, path: string): SiteAnswer {
    const { method, url, bodyBytes } = request;
    const location = `/v2/${name}/blobs/uploads/${method === 'POST' ? this.#begin() : path.slice(8)}`;
    if (method === 'POST') return { status: 202, headers: { location } };
    if (method === 'DELETE') return { status: 204 };
    const bytes = (this.#uploaded.get(url.pathname) ?? 0) + bodyBytes;
    this.#uploaded.set(url.pathname, bytes);
    if (method === 'PATCH') return { status: 201, headers: { location, range: `0-${bytes - 1}` } };
    this.#uploaded.delete(url.pathname);
    this.uploadedBytes += bytes * SCALE;
    this.#into(name).blobs.add(url.searchParams.get('digest') ?? '');
    return { status: 201 };
  }

  #begin(): number {
    this.#uploads += 1;
    return this.#uploads;
  }

  /** An image that is there brought the layer that all of its repository share. */
  #hasBlob(name: string, digest: string): boolean {
    if (this.#written.get(name)?.blobs.has(digest)) return true;
    const { catalogue, images } = this.#options;
    const repository = catalogue.byTarget(name);
    if (!repository || !catalogue.isKnown(repository)) return false;
    return images.isShared(repository, digest);
  }

  #found(digest: string): SiteAnswer {
    const size = this.#options.images.blob(digest)?.size ?? 0;
    return { status: 200, headers: { 'content-length': String(size) } };
  }

  #into(name: string): Written {
    const written = this.#written.get(name) ?? { manifests: new Map(), blobs: new Set<Digest>() };
    this.#written.set(name, written);
    return written;
  }
}

function actionsOf({ method, bodyBytes }: SiteRequest, kind?: string): readonly EcrAction[] {
  if (kind === 'manifests') return method === 'PUT' ? ['PutImage'] : ['BatchGetImage'];
  if (kind !== 'blobs') return [];
  switch (method) {
    case 'POST':
      return ['InitiateLayerUpload'];
    case 'PATCH':
      return ['UploadLayerPart'];
    case 'PUT':
      return bodyBytes > 0 ? ['UploadLayerPart', 'CompleteLayerUpload'] : ['CompleteLayerUpload'];
    case 'HEAD':
      return ['BatchCheckLayerAvailability'];
    default:
      return [];
  }
}

function absent(what: string): SiteAnswer {
  return refusal(404, `${what}_UNKNOWN`, 'it does not exist');
}

function challenge(): SiteAnswer {
  const header = 'Basic realm="https://api.ecr.amazonaws.com/",service="ecr.amazonaws.com"';
  return { status: 401, headers: { 'www-authenticate': header } };
}
