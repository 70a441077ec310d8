import type { OutcomeError } from '../../lib/mirror/outcome.ts';
import type { RecordedOutcome } from '../../lib/mirror/ports.ts';
import type { LiveRun } from '../../lib/serve/service.ts';
import { digestNamed, outcomeError, outcomeOf } from '../../test/support/filled-service.ts';
import { MemoryService } from '../../test/support/memory-service.ts';

const HOUR = 3_600_000;
const RUNS = 44;

const TARGET = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/external';

const SOURCES = [
  ...[
    'docker.io/library/alpine:3.22',
    'docker.io/library/busybox:1.37',
    'docker.io/library/nginx:1.29',
  ],
  ...[
    'docker.io/library/postgres:18.1',
    'docker.io/library/redis:8.4',
    'docker.io/grafana/grafana:12.3.0',
  ],
  ...['docker.io/grafana/loki:3.6.2', 'quay.io/coreos/etcd:v3.6.6', 'quay.io/coreos/etcd:v3.5.25'],
  ...['quay.io/prometheus/prometheus:v3.8.0', 'quay.io/prometheus/node-exporter:v1.10.2'],
  ...[
    'quay.io/keycloak/keycloak:26.4',
    'quay.io/argoproj/argocd:v3.2.1',
    'ghcr.io/dexidp/dex:v2.44.0',
  ],
  ...[
    'ghcr.io/fluxcd/source-controller:v1.7.4',
    'ghcr.io/external-secrets/external-secrets:v1.1.0',
  ],
  ...['registry.k8s.io/pause:3.10.1', 'registry.k8s.io/coredns/coredns:v1.13.1'],
  ...[
    'registry.k8s.io/ingress-nginx/controller:v1.14.0',
    'public.ecr.aws/docker/library/node:24-slim',
  ],
  ...['gcr.io/distroless/static-debian12:nonroot', 'mcr.microsoft.com/dotnet/runtime:10.0'],
] as const;

/** Came to the definition last, and are on their way. */
const ARRIVING = [
  ['quay.io/jupyter/scipy-notebook:2026-01-05', 1_480_000_000, 611_000_000, 38_400_000],
  ['docker.io/library/eclipse-temurin:25-jre', 214_000_000, 171_000_000, 21_700_000],
  ['ghcr.io/open-telemetry/opentelemetry-collector:0.141.0', null, 0, 0],
] as const;

/** Of which pictures show the page: its tag has moved more than once. */
export const SHOWN_IMAGE = targetOf('docker.io/library/nginx:1.29');

const CONFLICT = { source: 'quay.io/keycloak/keycloak:26.4', since: 31 };
const FAILURE = { source: 'ghcr.io/dexidp/dex:v2.44.0', since: 41 };
const OUTAGE = { runs: [17, 18], every: 3 };
/** Runs that saw a tag at other content, and at which runs. */
const MOVES: Readonly<Record<string, readonly number[]>> = {
  'docker.io/library/nginx:1.29': [9, 22, 36],
  'docker.io/library/alpine:3.22': [22],
  'public.ecr.aws/docker/library/node:24-slim': [13, 27, 40],
  'gcr.io/distroless/static-debian12:nonroot': [5, 12, 20, 28, 34, 42],
};

/** A service with eleven days behind it, in which things went as they do, and a run that is going on. */
export async function sampleService(): Promise<MemoryService> {
  const service = new MemoryService();
  const sources = [...SOURCES, ...ARRIVING.map(([source]) => source)];
  service.define(sources.map((source) => ({ source, target: targetOf(source) })));
  service.become({ startedAt: new Date(service.clock.now() - HOUR).toISOString() });
  for (let run = 0; run < RUNS; run += 1) await recordRun(service, run);
  const next = new Date(service.clock.now() + 5.5 * HOUR).toISOString();
  service.become({ nextRunAt: next, definition: { file: '/srv/mirror/images.yaml' } });
  service.go(liveRun(service.clock.now()));
  service.clock.advance(21_000);
  return service;
}

function liveRun(now: number): Partial<LiveRun> {
  return {
    startedAt: new Date(now).toISOString(),
    expected: SOURCES.length + ARRIVING.length,
    counts: { copied: 0, unchanged: 19, conflict: 1, skipped: 0, failed: 1 },
    uploaded: 782_000_000,
    bytesPerSecond: 60_100_000,
    secondsLeft: 24,
    transfers: ARRIVING.map(([source, expected, arrived, bytesPerSecond]) => ({
      ...{ source, target: targetOf(source), activity: 'comparing' },
      ...{ expected, arrived, bytesPerSecond },
      secondsLeft: expected === null ? null : (expected - arrived) / bytesPerSecond,
    })),
  };
}

async function recordRun(service: MemoryService, run: number): Promise<void> {
  const known = SOURCES.slice(0, 14 + Math.floor(run / 5));
  const outcomes = known.map((source) => outcomeIn(source, run));
  const lastsMs = 9000 + outcomes.filter(({ status }) => status === 'copied').length * 21_000;
  const trigger = run % 5 === 0 && run < 41 ? 'change' : 'schedule';
  await service.record({ outcomes, lastsMs, trigger });
  service.clock.advance(6 * HOUR - lastsMs);
}

function outcomeIn(source: string, run: number): RecordedOutcome {
  const place = (SOURCES as readonly string[]).indexOf(source);
  const moves = MOVES[source]?.filter((move) => move <= run) ?? [];
  const content = digestNamed(`${source} ${moves.length}`);
  const isNew = run === Math.max(0, (place - 13) * 5) || moves.at(-1) === run;
  const former = isNew && moves.length > 0 && digestNamed(`${source} ${moves.length - 1}`);
  const outcome = outcomeOf(source, {
    ...{ source, target: targetOf(source), status: isNew ? 'copied' : 'unchanged' },
    ...{ sourceDigest: content, wantedDigest: content, targetDigest: content },
    previousDigest: former || null,
    platforms: ['linux/amd64', 'linux/arm64', 'linux/s390x'],
    bytes: isNew ? { uploaded: 48_200_000, mounted: 29_400_000, present: 0 } : NOTHING_MOVED,
    durationMs: isNew ? 8400 : 180,
  });
  return { ...outcome, ...mishapIn(source, run, place) };
}

const NOTHING_MOVED = { uploaded: 0, mounted: 0, present: 0 };

function mishapIn(source: string, run: number, place: number): Partial<RecordedOutcome> {
  if (source === CONFLICT.source && run >= CONFLICT.since) {
    return {
      status: 'conflict',
      reason: `the tag has ${digestNamed('theirs').slice(0, 19)}… and the source ${digestNamed(source).slice(0, 19)}…`,
      targetDigest: digestNamed('theirs'),
      bytes: NOTHING_MOVED,
    };
  }
  if (source === FAILURE.source && run >= FAILURE.since) return { ...FAILED, error: notFound() };
  const isOut = OUTAGE.runs.includes(run) && place % OUTAGE.every === 0;
  return isOut ? { ...FAILED, error: outcomeError() } : {};
}

const FAILED = { status: 'failed', targetDigest: null, bytes: NOTHING_MOVED } as const;

function notFound(): OutcomeError {
  return outcomeError({
    ...{ kind: 'not-found', code: 'NOT_FOUND', retryable: false },
    message: 'HEAD https://ghcr.io/v2/dexidp/dex/manifests/v2.44.0 answered 404, MANIFEST_UNKNOWN',
    hint: 'the source has no such tag: correct it in the definition, or remove the line',
  });
}

function targetOf(source: string): string {
  return `${TARGET}/${source.slice(source.indexOf('/') + 1)}`;
}
