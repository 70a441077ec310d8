import pMap from 'p-map';
import type { Access, CallOptions } from '../content/ports.ts';
import type { RetryPolicy } from '../content/retry.ts';
import type { Definition } from '../definition/definition.ts';
import { SyncerError } from '../errors.ts';
import { systemClock } from '../mirror/system-clock.ts';
import { formatReference, isLayout, type Reference, tagOrDigestOf } from '../oci/reference.ts';
import { Registries, type RegistriesOptions } from '../registry/registries.ts';
import type { SettledRegistries } from './registry-settings.ts';

/** Whether one registry lets us in, or the part of it that has credentials of its own. */
export interface LoginCheck {
  /** `host` or `host/path`. */
  readonly registry: string;
  /** Where the credentials are, in words; `anonymous` without any. */
  readonly credentials: string;
  readonly works: boolean;
  /** What was tried and seen, without a secret. */
  readonly message: string;
  /** What to do where it does not work, else `null`. */
  readonly hint: string | null;
}

export interface LoginCheckOptions
  extends SettledRegistries,
    Pick<RegistriesOptions, 'credentialsPlace' | 'proxies' | 'idleTimeoutMs' | 'trace'> {
  /** How often a request is repeated after a failure that may pass. */
  readonly retries: number;
  readonly signal: AbortSignal;
}

const CHECKS_AT_A_TIME = 8;

/**
 * Tries the credentials of every registry of `definition` on one image each: the registry is asked
 * to let us in, then for that image, as a sync asks first. Nothing is written, so a right to push
 * is asked for, but not proved.
 */
export async function checkLogins(
  definition: Definition,
  { retries, signal, ...access }: LoginCheckOptions,
): Promise<readonly LoginCheck[]> {
  const retry: RetryPolicy = { retries, clock: systemClock, random: Math.random };
  const registries = new Registries({ ...access, retry });
  try {
    const trials = trialsOf(definition, access);
    return await pMap(trials, (trial) => check(trial, registries, { signal }), {
      concurrency: CHECKS_AT_A_TIME,
    });
  } finally {
    await registries.close();
  }
}

interface Trial extends Pick<LoginCheck, 'registry' | 'credentials'> {
  readonly image: Reference;
  readonly access: Access;
  /** Whether the tags are what a sync asks for first. */
  readonly isSelected: boolean;
}

/** One for each set of credentials; a target says more than a source, since more is asked for. */
function trialsOf({ images }: Definition, settled: SettledRegistries): readonly Trial[] {
  const sources = images.map(({ kind, source }) =>
    trialOf(source, { access: 'pull', isSelected: kind === 'selected' }, settled),
  );
  const targets = images.map(({ kind, target }) =>
    trialOf(target, { access: 'pull,push', isSelected: kind === 'selected' }, settled),
  );
  const trials = new Map<string, Trial>();
  for (const trial of [...sources, ...targets]) {
    if (isLayout(trial.image)) continue;
    const key = JSON.stringify([trial.registry, trial.credentials]);
    if (trial.access === 'pull,push' || !trials.has(key)) trials.set(key, trial);
  }
  return [...trials.values()];
}

function trialOf(
  image: Reference,
  how: Pick<Trial, 'access' | 'isSelected'>,
  settled: SettledRegistries,
): Trial {
  const registry = scopeOf(image, settled);
  return { ...how, image, registry, credentials: settled.credentialsOf(image) };
}

/** Settings that cannot be had have no scope; why they cannot is what the trial finds out. */
function scopeOf(image: Reference, { settingsOf }: SettledRegistries): string {
  try {
    return settingsOf(image).scope ?? image.registry;
  } catch {
    return image.registry;
  }
}

async function check(
  trial: Trial,
  registries: Registries,
  options: CallOptions,
): Promise<LoginCheck> {
  const { registry, credentials } = trial;
  try {
    const message = await attempt(trial, registries, options);
    return { registry, credentials, works: true, message, hint: null };
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!(error instanceof SyncerError)) throw error;
    const { message, hint } = error;
    return { registry, credentials, works: false, message, hint };
  }
}

async function attempt(
  { image, access, credentials, isSelected }: Trial,
  registries: Registries,
  options: CallOptions,
): Promise<string> {
  const isAnonymous = credentials === 'anonymous';
  // Some registries let anybody read, and would not look at wrong credentials for that.
  if (!isAnonymous) await registries.logIn(image, access, options);
  const repository = registries.open(image, access);
  const name = formatReference(image);
  const seen = isSelected
    ? await sawTags(repository.listTags(options))
    : (await repository.resolve(tagOrDigestOf(image), options)) !== undefined;
  return [
    isAnonymous ? 'lets anybody in' : 'credentials accepted',
    seen ? `${name} can be read` : `${name} does not exist there yet, or is not shown`,
    ...(access === 'pull,push'
      ? ['the right to push was asked for, which only a push proves']
      : []),
  ].join('; ');
}

/** One tag is enough to know that there is a list. */
async function sawTags(pages: AsyncIterable<readonly string[]>): Promise<boolean> {
  for await (const page of pages) if (page.length > 0) return true;
  return false;
}
