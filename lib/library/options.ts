import type { Environment, RegistrySettings } from '../definition/definition.ts';
import type { SyncListener } from '../mirror/events.ts';

/** How registries are reached, for every call of the library. */
export interface AccessOptions {
  /**
   * Settings by `host`, and credentials also by `host/path`, of which the longest counts. They win over those
   * of a definition. For other registries the logins of docker and podman are used, and for ECR the AWS SDK.
   */
  readonly registries?: Readonly<Record<string, RegistrySettings>>;
  /** Where logins, certificates and proxies are looked for. Default: the variables of the process. */
  readonly environment?: Environment;
  /** Ends the call, also in the middle of a transfer. */
  readonly signal?: AbortSignal;
  /** How often a request or a transfer is repeated after a failure that may pass. Default: 3. */
  readonly retries?: number;
  /** The longest silence of a registry. Default: one minute. */
  readonly idleTimeoutMs?: number;
}

/** How a run is done. */
export interface RunOptions extends AccessOptions {
  /** Overwrites targets that differ, whatever `onConflict` says, and repairs those that are equal. Default: false. */
  readonly force?: boolean;
  /** Images at a time. Default: 16. */
  readonly workers?: number;
  /**
   * The record of runs and outcomes, which also remembers what unchanged images cost requests to find
   * out and keeps processes from writing one tag at a time. Default: none that outlives the call.
   */
  readonly ledgerFile?: string;
  /** Is told what happens meanwhile; must return at once and not throw. */
  readonly listener?: SyncListener;
}
