import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { RelayArguments } from './process.ts';
import type { RelayCounts, RelayOptions } from './serve.ts';

/** A relay in a process of its own, which ends with this one. */
export interface Relay {
  /** `127.0.0.1:<port>`, as it stands in a reference. */
  readonly host: string;
  readonly url: URL;
  /** What has passed until now; one call after another. */
  counts(): Promise<RelayCounts>;
  stop(): Promise<void>;
}

const PROCESS = join(import.meta.dirname, 'process.ts');

/**
 * Starts a relay on loopback in front of `target`, through which the target seems to be far away. It passes
 * bytes on as they are: a registry that derives URLs from the `Host` header leads back to the relay.
 */
export async function startRelay({ target, ...options }: RelayOptions): Promise<Relay> {
  const given: RelayArguments = { ...options, target: target.href };
  const child = fork(PROCESS, [JSON.stringify(given)], { execArgv: [] });
  const exit = once(child, 'exit');
  const ended = exit.then(() => Promise.reject(new Error('the relay has ended')));
  ended.catch(() => {});

  const told = async <Told>(): Promise<Told> =>
    (await Promise.race([once(child, 'message'), ended]))[0];
  const { port } = await told<AddressInfo>();
  const host = `127.0.0.1:${port}`;
  return {
    host,
    url: new URL(`http://${host}`),
    counts: async () => {
      const counts = told<RelayCounts>();
      child.send('counts');
      return await counts;
    },
    stop: async () => {
      if (child.connected) child.disconnect();
      await exit;
    },
  };
}
