import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  type OpenDynamoDbLedger,
  openDynamoDbLedger,
} from '../../../lib/aws/dynamodb/open-dynamodb-ledger.ts';
import type { RunSummary } from '../../../lib/mirror/run.ts';
import type { Built } from '../../support/built.ts';
import { listTags } from '../../support/list-tags.ts';
import { store } from '../../support/store.ts';
import type { Cloud } from './cloud.ts';
import { ECR_HOST } from './cloud-stack.ts';
import type { DefinitionHome } from './definition-home.ts';
import type { CloudEvent } from './event-bus.ts';
import type { EventSource } from './event-source.ts';
import { strikeSchedule } from './schedule.ts';

export interface StageOptions {
  /** Begins the names of the story's repositories: workers remember what they have seen. */
  readonly name: string;
  readonly home: DefinitionHome;
  readonly client: DynamoDBClient;
}

export interface PublishOptions {
  /** Default `1`. */
  readonly tag?: string;
  /** Default `quay.io`. */
  readonly host?: string;
}

/** Reading needs none. */
const CLOCK = { now: Date.now, sleep: async () => {} };

/** A cloud as one story sees it: an empty ledger, a definition and repositories of its own. */
export class Stage {
  readonly cloud: Cloud;
  readonly ledger: OpenDynamoDbLedger;
  readonly #options: StageOptions;

  constructor(cloud: Cloud, options: StageOptions) {
    this.cloud = cloud;
    this.#options = options;
    const { ref } = cloud.find('AWS::DynamoDB::Table').created;
    this.ledger = openDynamoDbLedger(ref, { clock: CLOCK, client: options.client });
  }

  /** Reference of an image of the story. */
  source(app: string, { tag = '1', host = 'quay.io' }: PublishOptions = {}): string {
    return `${host}/${this.#options.name}/${app}:${tag}`;
  }

  /** Where its copy goes: a registry of ECR. */
  target(app: string, tag = '1', host = ECR_HOST): string {
    return `${host}/${this.targetRepository(app)}:${tag}`;
  }

  targetRepository(app: string): string {
    return `external/${this.#options.name}/${app}`;
  }

  /** An entry of images.yaml that takes the one to the other. */
  entry(
    app: string,
    { tag = '1', host = 'quay.io', ...policy }: PublishOptions & object = {},
  ): object {
    const target = this.target(app, tag);
    return { source: this.source(app, { tag, host }), target, ...policy };
  }

  /** Puts an image into a source registry, past its guard. */
  async publish(
    app: string,
    built: Built,
    { tag = '1', host = 'quay.io' }: PublishOptions = {},
  ): Promise<void> {
    const { storage } = this.cloud.parts.registries.at(host);
    await store(built, storage, { repository: `${this.#options.name}/${app}`, tag });
  }

  /** Commits images.yaml. */
  async define(images: readonly object[], others: object = {}): Promise<void> {
    await this.write(JSON.stringify({ ...others, images }, null, 2));
  }

  write(text: string | undefined): Promise<void> {
    return this.#options.home.write(text);
  }

  schedule(): void {
    strikeSchedule(this.cloud);
  }

  /** The newest run. */
  async latestRun(): Promise<RunSummary> {
    const [run] = await this.ledger.reader.listRuns({ limit: 1 });
    if (!run) throw new Error('there is no run');
    return run;
  }

  /** The latest status of each of these images. */
  async statuses(
    ...apps: readonly string[]
  ): Promise<Readonly<Record<string, string | undefined>>> {
    const statuses: Record<string, string | undefined> = {};
    for (const app of apps) {
      statuses[app] = (await this.ledger.reader.readImage(this.target(app)))?.outcome.status;
    }
    return statuses;
  }

  /** Tags of the repository that the image is copied to. */
  mirrored(app: string, host = ECR_HOST): Promise<readonly string[]> {
    const { url } = this.cloud.parts.registries.at(host);
    return listTags(url, this.targetRepository(app));
  }

  /** What takes messages from a queue whose name has `part` in it. */
  eventSource(part: string): EventSource {
    const found = this.cloud.parts.delivery.sources.find(({ queue }) => queue.includes(part));
    if (!found) throw new Error(`nothing takes messages from ${part}`);
    return found;
  }

  /** Events of a kind that the service has announced. */
  announced(detailType: string): readonly CloudEvent['detail'][] {
    return this.cloud.parts.delivery.bus.events
      .filter((event) => event['detail-type'] === detailType)
      .map(({ detail }) => detail);
  }

  /** What was announced of completed runs: of each once, since it may be announced again. */
  completedRuns(): readonly CloudEvent['detail'][] {
    const details = this.announced('Run Completed');
    return [...new Map(details.map((detail) => [Object(detail['run']).id, detail])).values()];
  }

  /** What a queue holds whose logical id has `part` in it. */
  async queue(part: string) {
    const { attributes } = this.cloud.find('AWS::SQS::Queue', part).created;
    return await this.cloud.parts.queues.inspect(attributes['QueueName'] ?? '');
  }
}
