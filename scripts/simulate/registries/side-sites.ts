import { ASSUMPTIONS } from '../assumptions.ts';
import { contentOf } from '../image-content.ts';
import type { ImageStore } from './image-store.ts';
import { json, refusal, type Site, type SiteAnswer, type SiteRequest } from './site.ts';

/** What Docker Hub's tokens live. */
const TOKEN_SECONDS = 300;

/** Makes tokens for whoever asks. */
export class TokenSite implements Site {
  readonly errand = 'source';

  waitMs(): number {
    return ASSUMPTIONS.sourceMs;
  }

  answer({ url, now }: SiteRequest): SiteAnswer {
    const scope = url.searchParams.get('scope') ?? '';
    const token = `${scope}|${now + TOKEN_SECONDS * 1000}`;
    return json({ token, expires_in: TOKEN_SECONDS });
  }
}

/** Where registries keep content, which takes whoever was sent there. */
export class StorageSite implements Site {
  readonly errand = 'source';
  readonly #images: ImageStore;

  constructor(images: ImageStore) {
    this.#images = images;
  }

  waitMs(): number {
    return ASSUMPTIONS.sourceMs;
  }

  answer({ url, headers }: SiteRequest): SiteAnswer {
    const blob = this.#images.blob(url.pathname.slice(1));
    if (!blob) return refusal(404, 'BLOB_UNKNOWN', 'blob unknown to registry');
    const content = contentOf(blob);
    const [, from] = /^bytes=(\d+)-/.exec(headers['range'] ?? '') ?? [];
    if (from === undefined) return { status: 200, body: content, isContent: true };
    const range = `bytes ${from}-${blob.size - 1}/${blob.size}`;
    const rest = content.subarray(Number(from));
    return { status: 206, headers: { 'content-range': range }, body: rest, isContent: true };
  }
}
