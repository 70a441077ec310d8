import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  type BatchGetItemCommandOutput,
  type DynamoDBClient,
  GetItemCommand,
  type KeysAndAttributes,
  QueryCommand,
  type QueryCommandInput,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import type { Clock } from '../../clock.ts';
import type { CallOptions } from '../../content/ports.ts';
import { LedgerTableError } from './errors.ts';
import { Patience } from './patience.ts';
import { sendWrite, type WriteAnswer } from './send-write.ts';
import { type StoredItem, storedItemOf } from './stored-item.ts';
import {
  type AttributeMap,
  attributesOf,
  type ItemKey,
  keyAttributes,
  type Write,
} from './table-writes.ts';
import { writeTogether } from './write-together.ts';

/** Items of one partition by sort key; both ends belong to it. */
export interface Selection<Item> {
  readonly pk: string;
  readonly from: string;
  readonly to: string;
  readonly newestFirst?: boolean;
  readonly limit?: number;
  readonly holds?: Item;
}

export interface TableOptions {
  readonly client: DynamoDBClient;
  readonly clock: Clock;
  readonly random: () => number;
}

/** No key has it, so that all that begin alike sort before it. */
const LAST_CHARACTER = '\u{10FFFF}';

/** The most that BatchGetItem takes. */
const BATCH_KEYS = 100;
const BATCHES_AT_ONCE = 4;

/**
 * Items by key. Reads tell what was written before they began. An item that has expired is not there, although
 * DynamoDB deletes it hours later. Failures are {@link LedgerTableError}s; what may pass is tried again first.
 */
export class Table {
  readonly #name: string;
  readonly #options: TableOptions;

  constructor(name: string, options: TableOptions) {
    this.#name = name;
    this.#options = options;
  }

  async get<Item>(key: ItemKey<Item>): Promise<Item | undefined> {
    const input = { TableName: this.#name, Key: keyAttributes(key), ConsistentRead: true };
    const { Item } = await this.#reporting(() => this.#client.send(new GetItemCommand(input)));
    return this.#stored<Item>(Item)?.item;
  }

  /** Those of `keys` that are there, by their places in `keys`. */
  async getMany<Item>(keys: readonly ItemKey<Item>[]): Promise<readonly (Item | undefined)[]> {
    const batches = Array.from({ length: Math.ceil(keys.length / BATCH_KEYS) }, (_, position) =>
      keys.slice(position * BATCH_KEYS, (position + 1) * BATCH_KEYS),
    );
    const read = (batch: readonly ItemKey<Item>[]) => this.#getBatch(batch);
    const found = (await pMap(batches, read, { concurrency: BATCHES_AT_ONCE })).flat();
    const items = new Map(found.map((stored) => [nameOf(stored), stored.item]));
    return keys.map((key) => items.get(nameOf(key)));
  }

  /** In the order of their sort keys. */
  async list<Item>(selection: Selection<Item>): Promise<readonly StoredItem<Item>[]> {
    const { pk, from, to, newestFirst = false, limit } = selection;
    return this.#query<Item>(limit, {
      TableName: this.#name,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: attributesOf({ ':pk': pk, ':from': from, ':to': to }),
      ConsistentRead: true,
      ScanIndexForward: !newestFirst,
      ...(limit !== undefined && { Limit: limit }),
    });
  }

  /** Items of an index whose partition key has the index's own name for a value. An index follows the table within a second. */
  async listIndex<Item>(index: string): Promise<readonly StoredItem<Item>[]> {
    return this.#query<Item>(undefined, {
      TableName: this.#name,
      IndexName: index,
      KeyConditionExpression: '#index = :index',
      ExpressionAttributeNames: { '#index': index },
      ExpressionAttributeValues: attributesOf({ ':index': index }),
    });
  }

  /** Writes one item where its condition holds, and tells the item as it is then. */
  async write<Item>(write: Write, call: CallOptions = {}): Promise<WriteAnswer<Item>> {
    const patience = new Patience(this.#options);
    for (;;) {
      try {
        return await this.#reporting(
          () => sendWrite<Item>(this.#client, this.#name, write, call),
          call,
        );
      } catch (error) {
        if (!isConflict(error) || !(await patience.wait())) throw error;
      }
    }
  }

  /**
   * Writes all items or none. Resolves to the places of the writes whose conditions do not hold, which is none when
   * everything was written. `build` is asked again when another transaction was in the way of what it gave.
   */
  async transact(build: () => readonly Write[]): Promise<ReadonlySet<number>> {
    const { client } = this.#options;
    return this.#reporting(() => writeTogether(client, this.#name, build, this.#options));
  }

  get #client(): DynamoDBClient {
    return this.#options.client;
  }

  async #getBatch<Item>(keys: readonly ItemKey<Item>[]): Promise<readonly StoredItem<Item>[]> {
    const found: StoredItem<Item>[] = [];
    const patience = new Patience(this.#options);
    let asked: KeysAndAttributes | undefined = {
      Keys: keys.map(keyAttributes),
      ConsistentRead: true,
    };
    while (asked) {
      const input: BatchGetItemCommandInput = { RequestItems: { [this.#name]: asked } };
      const answer: BatchGetItemCommandOutput = await this.#reporting(() =>
        this.#client.send(new BatchGetItemCommand(input)),
      );
      const { Responses, UnprocessedKeys } = answer;
      for (const item of Responses?.[this.#name] ?? []) found.push(...this.#listed<Item>(item));
      asked = UnprocessedKeys?.[this.#name];
      if (asked && !(await patience.wait())) throw new LedgerTableError(this.#name, THROTTLED);
    }
    return found;
  }

  async #query<Item>(
    limit: number | undefined,
    input: QueryCommandInput,
  ): Promise<readonly StoredItem<Item>[]> {
    const found: StoredItem<Item>[] = [];
    let after: AttributeMap | undefined;
    do {
      const command = new QueryCommand({ ...input, ExclusiveStartKey: after });
      const page = await this.#reporting(() => this.#client.send(command));
      for (const item of page.Items ?? []) found.push(...this.#listed<Item>(item));
      after = page.LastEvaluatedKey;
    } while (after && (limit === undefined || found.length < limit));
    return found.slice(0, limit);
  }

  #listed<Item>(attributes: AttributeMap): readonly StoredItem<Item>[] {
    const stored = this.#stored<Item>(attributes);
    return stored ? [stored] : [];
  }

  #stored<Item>(attributes: AttributeMap | undefined): StoredItem<Item> | undefined {
    return attributes && storedItemOf<Item>(attributes, this.#options.clock.now());
  }

  async #reporting<Answer>(
    call: () => Promise<Answer>,
    { signal }: CallOptions = {},
  ): Promise<Answer> {
    signal?.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      signal?.throwIfAborted();
      throw new LedgerTableError(this.#name, error);
    }
  }
}

/** The items whose sort keys begin with that of `prefix`. */
export function beginningWith<Item>({ pk, sk }: ItemKey<Item>): Selection<Item> {
  return { pk, from: sk, to: `${sk}${LAST_CHARACTER}` };
}

/** What DynamoDB says of keys that it left out of a batch. */
const THROTTLED = Object.assign(new Error('keys of a batch were left out'), {
  name: 'ProvisionedThroughputExceededException',
});

function nameOf({ pk, sk }: ItemKey<unknown>): string {
  return JSON.stringify([pk, sk]);
}

/** Whether a transaction was at work on the item; the SDK does not try that again. */
function isConflict(error: unknown): boolean {
  const cause = error instanceof LedgerTableError ? error.cause : undefined;
  return cause instanceof TransactionConflictException;
}
