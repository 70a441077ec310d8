import type { QuotaFacts } from './quota.ts';

/** Quotas of services, by the names that `--quota` knows; an absent limit is none. */
const SERVICES = {
  'put-image': [
    10,
    'ECR PutImage a second',
    'have AWS raise the quota of the account, then putImageRate',
  ],
  'initiate-upload': [100, 'ECR InitiateLayerUpload a second', 'have AWS raise it'],
  'upload-part': [500, 'ECR UploadLayerPart a second', 'have AWS raise it, or take larger chunks'],
  'complete-upload': [100, 'ECR CompleteLayerUpload a second', 'have AWS raise it'],
  'check-layer': [1000, 'ECR BatchCheckLayerAvailability a second', 'have AWS raise it'],
  'get-image': [2000, 'ECR BatchGetImage a second', 'have AWS raise it'],
  'source-requests': [undefined, 'requests a second to one source', 'spread runs over the day'],
  'lambda-concurrency': [1000, 'Lambda executions at a time', 'have AWS raise it'],
  'table-writes': [
    4000,
    'write units a second of a new table',
    'warm the table up, see its throughput',
  ],
  'table-reads': [
    12_000,
    'read units a second of a new table',
    'warm the table up, see its throughput',
  ],
  'partition-writes': [
    1000,
    'write units a second of one partition',
    'lower the concurrency of workers',
  ],
  'partition-reads': [
    3000,
    'read units a second of one partition',
    'lower the concurrency of workers',
  ],
} as const;

export type ServiceQuota = keyof typeof SERVICES;

export const SERVICE_QUOTAS: readonly string[] = Object.keys(SERVICES);

/** Limits that are given instead of the usual ones. */
export type GivenLimits = Readonly<Partial<Record<ServiceQuota, number>>>;

/** A quota of a service; `undefined` where there is none. */
export function serviceQuota(name: ServiceQuota, given: GivenLimits): QuotaFacts | undefined {
  const [usual, label, remedy] = SERVICES[name];
  const limit = given[name] ?? usual;
  return limit === undefined ? undefined : { name, label, limit, remedy };
}

/** The same of a quota that always is there. */
export function usualQuota(
  name: Exclude<ServiceQuota, 'source-requests'>,
  given: GivenLimits,
): QuotaFacts {
  const [usual, label, remedy] = SERVICES[name];
  return { name, label, limit: given[name] ?? usual, remedy };
}

/** How many manifests Docker Hub gives whoever asks as that in six hours; `undefined` for as many as they like. */
export const HUB_PULLS = { anonymous: 100, personal: 200, paid: undefined } as const;

export type HubAccount = keyof typeof HUB_PULLS;

export const HUB_WINDOW_MS = 6 * 60 * 60 * 1000;

export function hubPulls(account: HubAccount): QuotaFacts | undefined {
  const limit = HUB_PULLS[account];
  const remedy = 'bind a paid account of Docker Hub, or several accounts, to docker.io';
  return limit === undefined
    ? undefined
    : { name: 'hub-pulls', label: 'Docker Hub pulls in 6 h', limit, remedy };
}

/** What the stack itself allows. */
export function ownLimits({
  compareConcurrency,
  copyConcurrency,
  putImageRate,
}: {
  readonly compareConcurrency: number;
  readonly copyConcurrency: number;
  readonly putImageRate: number;
}): Readonly<Record<'compare' | 'copy' | 'pace', QuotaFacts>> {
  return {
    compare: {
      name: 'compare-concurrency',
      label: 'workers of the compare lane',
      limit: compareConcurrency,
      remedy: 'raise worker.compareConcurrency of the stack',
    },
    copy: {
      name: 'copy-concurrency',
      label: 'workers of the copy lane',
      limit: copyConcurrency,
      remedy: 'raise worker.copyConcurrency of the stack',
    },
    pace: {
      name: 'put-image-rate',
      label: 'manifests put a second, by our own pace',
      limit: putImageRate,
      remedy: 'raise putImageRate of the stack, up to the quota of PutImage',
    },
  };
}
