import { ASSUMPTIONS } from '../assumptions.ts';
import type { Catalogue, CatalogueRepository } from '../catalogue.ts';
import type { RateQuota, WindowQuota } from '../quota.ts';
import type { ImageStore } from './image-store.ts';
import {
  json,
  noReferrers,
  refusal,
  type Site,
  type SiteAnswer,
  type SiteRequest,
} from './site.ts';

export interface SourceSiteOptions {
  /** As references spell it. */
  readonly host: string;
  readonly catalogue: Catalogue;
  readonly images: ImageStore;
  /** Of all requests. Absent: nobody is limited. */
  readonly requests?: RateQuota | undefined;
  /** Of GETs of manifests, of whoever asks. Absent: nobody is limited. */
  readonly pulls?: WindowQuota | undefined;
}

const ROUTE = /^\/v2\/(.+)\/(manifests|tags|blobs|referrers)\/([^/]+)$/;

/** A registry that is mirrored: tokens from a service of its own, content from a storage. Nothing refers to its images. */
export class SourceSite implements Site {
  readonly errand = 'source';
  readonly #options: SourceSiteOptions;

  constructor(options: SourceSiteOptions) {
    this.#options = options;
  }

  waitMs(): number {
    return ASSUMPTIONS.sourceMs;
  }

  answer(request: SiteRequest): SiteAnswer {
    const { host, catalogue, requests } = this.#options;
    const [, name = '', kind, last = ''] = ROUTE.exec(request.url.pathname) ?? [];
    if (requests && !requests.take(request.now)) return tooMany();
    if (!isAllowed(request, name)) return this.#challenge();
    const repository = catalogue.bySource(host, name);
    if (!repository) return refusal(404, 'NAME_UNKNOWN', 'repository name not known');
    switch (kind) {
      case 'manifests':
        return this.#manifest(request, repository, last);
      case 'tags':
        return json({ name, tags: catalogue.tagsOf(repository) });
      case 'blobs':
        return { status: 307, headers: { location: `https://storage.${host}/${last}` } };
      default:
        return noReferrers();
    }
  }

  #manifest(
    { method, now }: SiteRequest,
    repository: CatalogueRepository,
    tagOrDigest: string,
  ): SiteAnswer {
    const { pulls, images, catalogue } = this.#options;
    // HEAD is not counted: docs.docker.com, "Docker Hub pull usage and limits".
    if (method === 'GET' && pulls && !pulls.take(now)) return tooMany(this.#limits(now));
    const image = catalogue.image(repository, tagOrDigest);
    const manifest = image ? images.root(image) : images.manifest(tagOrDigest);
    if (!manifest) return refusal(404, 'MANIFEST_UNKNOWN', 'manifest unknown');
    return {
      status: 200,
      headers: {
        ...this.#limits(now),
        'content-type': manifest.mediaType,
        'docker-content-digest': manifest.digest,
      },
      body: manifest.bytes,
    };
  }

  #limits(now: number): Readonly<Record<string, string>> {
    const { pulls } = this.#options;
    if (!pulls) return {};
    const window = `;w=${pulls.windowMs / 1000}`;
    return {
      'ratelimit-limit': `${pulls.limit}${window}`,
      'ratelimit-remaining': `${pulls.remaining(now)}${window}`,
    };
  }

  #challenge(): SiteAnswer {
    const { host } = this.#options;
    const realm = `Bearer realm="https://auth.${host}/token",service="${host}"`;
    return { status: 401, headers: { 'www-authenticate': realm } };
  }
}

function tooMany(limits: Readonly<Record<string, string>> = {}): SiteAnswer {
  const headers = { ...limits, 'retry-after': '60', 'content-type': 'text/plain' };
  return { status: 429, headers };
}

function isAllowed({ headers, now }: SiteRequest, name: string): boolean {
  const [, scope, until] = /^Bearer (.+)\|(\d+)$/.exec(headers['authorization'] ?? '') ?? [];
  return scope === `repository:${name}:pull` && Number(until) > now;
}
