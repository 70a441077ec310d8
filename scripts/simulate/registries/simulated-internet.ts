import { type Catalogue, HUB_HOST, OTHER_HOSTS, TARGET_HOST } from '../catalogue.ts';
import { type QuotaUse, RateQuota, WindowQuota } from '../quota.ts';
import { HUB_WINDOW_MS, hubPulls, ownLimits, serviceQuota, usualQuota } from '../quota-facts.ts';
import type { SimulationOptions } from '../simulation-options.ts';
import { ImageStore } from './image-store.ts';
import { StorageSite, TokenSite } from './side-sites.ts';
import type { Internet, Site, SiteRequest } from './site.ts';
import { SourceSite } from './source-site.ts';
import { type EcrAction, TargetSite } from './target-site.ts';

/** Where Docker Hub answers. */
const HUB_API = 'registry-1.docker.io';

/** All registries, and what was asked of them. */
export class SimulatedInternet {
  requests = { source: 0, target: 0 };
  readonly #sites: ReadonlyMap<string, Site>;
  readonly #target: TargetSite;
  readonly #rates: readonly RateQuota[];
  readonly #pulls: WindowQuota | undefined;

  constructor(catalogue: Catalogue, options: SimulationOptions) {
    const images = new ImageStore();
    const pace = new RateQuota(ownLimits(options).pace);
    const quotas = ecrQuotas(options);
    const onPut = (now: number) => pace.note(now, 1);
    const pulls = hubPulls(options.hubAccount);
    this.#pulls = pulls && new WindowQuota(pulls, HUB_WINDOW_MS);
    this.#target = new TargetSite({ catalogue, images, quotas, onPut });
    const asked = serviceQuota('source-requests', options.limits);
    const sources = [HUB_HOST, ...OTHER_HOSTS].map((host) => {
      const requests = asked && new RateQuota({ ...asked, label: `${asked.label}, ${host}` });
      const ofHub = host === HUB_HOST ? this.#pulls : undefined;
      const site = new SourceSite({ host, catalogue, images, requests, pulls: ofHub });
      return { host, requests, site };
    });
    const limited = sources.flatMap(({ requests }) => requests ?? []);
    this.#rates = [pace, ...Object.values(quotas), ...limited];
    this.#sites = new Map<string, Site>([
      [TARGET_HOST, this.#target],
      ...sources.flatMap(({ host, site }): readonly [string, Site][] => [
        [host === HUB_HOST ? HUB_API : host, site],
        [`auth.${host}`, new TokenSite()],
        [`storage.${host}`, new StorageSite(images)],
      ]),
    ]);
  }

  get uploadedBytes(): number {
    return this.#target.uploadedBytes;
  }

  readonly find: Internet = (host) => {
    const site = this.#sites.get(host);
    if (!site) throw new Error(`nobody answers at ${host}`);
    return { errand: site.errand, waitMs: site.waitMs.bind(site), answer: this.#counted(site) };
  };

  uses(now: number): readonly QuotaUse[] {
    return [
      ...this.#rates.map((rate) => rate.use()),
      ...(this.#pulls ? [this.#pulls.use(now)] : []),
    ];
  }

  #counted(site: Site): Site['answer'] {
    return (request: SiteRequest) => {
      this.requests[site.errand === 'target' ? 'target' : 'source'] += 1;
      return site.answer(request);
    };
  }
}

function ecrQuotas({ limits }: SimulationOptions): Readonly<Record<EcrAction, RateQuota>> {
  return {
    PutImage: new RateQuota(usualQuota('put-image', limits)),
    InitiateLayerUpload: new RateQuota(usualQuota('initiate-upload', limits)),
    UploadLayerPart: new RateQuota(usualQuota('upload-part', limits)),
    CompleteLayerUpload: new RateQuota(usualQuota('complete-upload', limits)),
    BatchCheckLayerAvailability: new RateQuota(usualQuota('check-layer', limits)),
    BatchGetImage: new RateQuota(usualQuota('get-image', limits)),
  };
}
