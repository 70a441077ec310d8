import { join } from 'node:path';
import { PageWatch } from './page-watch.ts';
import { type Ending, type LogEvent, ServiceLife } from './service-life.ts';

export interface ServiceOptions {
  readonly command: string;
  /** The definition, a path. */
  readonly file: string;
  readonly folder: string;
  readonly secret: string;
}

/** The least that `serve` takes. */
const EVERY = '1m';

/** So that a connection that is silent for longer than a fault lasts is given up soon. */
const IDLE_SECONDS = '15';

/** A service that goes on ending by itself is left alone. */
const MOST_RESTARTS = 10;

/** How long a service that is told to stop may take. */
const STOP_LIMIT_MS = 20_000;

/** `image-syncer serve` through all its lives: killed, it is started again at once. */
export class Service {
  readonly pages = new PageWatch();
  readonly problems: string[] = [];
  readonly events = new Map<string, number>();
  readonly ledger: string;
  readonly #options: ServiceOptions;
  #life: ServiceLife;
  #lives = 0;
  #isStopping = false;

  constructor(options: ServiceOptions) {
    this.#options = options;
    this.ledger = join(options.folder, 'ledger.db');
    this.#life = this.#start();
  }

  get life(): ServiceLife {
    return this.#life;
  }

  /** Which of its processes runs, the first being 0. */
  get number(): number {
    return this.#lives - 1;
  }

  /** Kills the process and starts the next. */
  async kill(): Promise<void> {
    const former = this.#life;
    former.isExpectedToEnd = true;
    await former.end('SIGKILL');
    this.#life = this.#start();
  }

  /** Ends it as a machine does that is shut down, and notes what is not as it should be. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#life.isExpectedToEnd = true;
    const timer = setTimeout(() => void this.#life.end('SIGKILL'), STOP_LIMIT_MS);
    const ending = await this.#life.end('SIGTERM');
    clearTimeout(timer);
    if (ending.exitCode !== 0) this.problems.push(`told to stop, it ${wordsOf(ending)}`);
  }

  #start(): ServiceLife {
    const { command, file, folder, secret } = this.#options;
    const life = new ServiceLife({
      command,
      folder,
      args: serveArguments(file, this.ledger),
      env: { HOME: folder, PATH: process.env['PATH'] ?? '', IMAGE_SYNCER_HOOK_SECRET: secret },
      logFile: join(folder, `service-${String(this.#lives).padStart(2, '0')}.log`),
      onEvent: (event) => this.#hear(event),
    });
    this.#lives += 1;
    void this.pages.listen(life);
    void this.#restart(life);
    return life;
  }

  /** Who ends without having been told to is started again, and it is said. */
  async #restart(life: ServiceLife): Promise<void> {
    const ending = await life.ended;
    if (life.isExpectedToEnd || this.#isStopping) return;
    this.problems.push(`process ${this.number} ${wordsOf(ending)} by itself`);
    if (this.problems.length > MOST_RESTARTS) return;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    if (!this.#isStopping && this.#life === life) this.#life = this.#start();
  }

  #hear({ event, ...fields }: LogEvent): void {
    this.events.set(event, (this.events.get(event) ?? 0) + 1);
    if (event === 'closed') this.problems.push(`a run was closed: ${JSON.stringify(fields)}`);
  }
}

function serveArguments(file: string, ledger: string): readonly string[] {
  return [
    ...['serve', '-i', file, '--ledger', ledger, '--listen', '127.0.0.1:0'],
    ...['--log-format', 'json', '--every', EVERY, '--idle-timeout', IDLE_SECONDS],
  ];
}

function wordsOf({ exitCode, signal }: Ending): string {
  return exitCode === null ? `was ended by ${signal}` : `ended with ${exitCode}`;
}
