import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Content } from './content.ts';

/** A registry in a process of its own, which ends with this one. */
export interface FilledRegistry {
  /** `127.0.0.1:<port>`, as it stands in a reference. */
  readonly host: string;
  readonly url: URL;
  stop(): Promise<void>;
}

const PROCESS = join(import.meta.dirname, 'process.ts');

/**
 * Starts an embedded registry that has `content`. It answers with a tenth of the work of `docker-registry`,
 * and so leaves the machine to whoever is measured, as a registry that is far away does.
 */
export async function startFilledRegistry(content: Content): Promise<FilledRegistry> {
  const child = fork(PROCESS, { execArgv: [] });
  const exit = once(child, 'exit');
  const ended = exit.then(() => Promise.reject(new Error('the registry has ended')));
  ended.catch(() => {});

  child.send(content);
  const [host]: string[] = await Promise.race([once(child, 'message'), ended]);
  const url = new URL(`http://${host}`);
  return {
    host: url.host,
    url,
    stop: async () => {
      if (child.connected) child.disconnect();
      await exit;
    },
  };
}
