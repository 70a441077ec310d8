import { ASSUMPTIONS, SCALE } from './assumptions.ts';
import type { SimulationOptions } from './simulation-options.ts';
import { shareWords } from './words.ts';

const MB = 1e6;

/** What the figures rest on, a sentence a line. */
export function assumptionLines({
  hubShare,
  hubAccount,
  seed,
}: SimulationOptions): readonly string[] {
  const { ownLayerBytes, sharedLayerBytes, largeLayerBytes, largeEvery } = ASSUMPTIONS;
  const asWhom =
    hubAccount === 'anonymous' ? 'as nobody, from one address' : `with one ${hubAccount} account`;
  const own = ownLayerBytes.map((bytes) => `${bytes / MB} MB`).join(' and ');
  return [
    'Assumed:',
    '',
    `- Answers come after ${ASSUMPTIONS.sourceMs} ms from sources, ${ASSUMPTIONS.targetMs} ms from ECR (${ASSUMPTIONS.putManifestMs} ms for a manifest), ${ASSUMPTIONS.tableMs} ms from the table (${ASSUMPTIONS.transactionMs} ms for a transaction), ${ASSUMPTIONS.queueMs} ms from queues, ${ASSUMPTIONS.apiMs} ms from other services, a quarter more or less, and take ${ASSUMPTIONS.processorMs} ms of a processor each.`,
    `- A connection moves ${ASSUMPTIONS.connectionBytesPerMs / 1000} MB a second and an execution environment ${ASSUMPTIONS.networkBytesPerMs / 1000} MB; a new environment takes ${ASSUMPTIONS.coldStartMs} ms, and a batch ${ASSUMPTIONS.deliveryMs} ms to get there. Batches are as full as there are messages.`,
    `- ${ASSUMPTIONS.tagsOfRepository} tags of each repository are mirrored; ${shareWords(hubShare)} of the repositories are at Docker Hub, which all workers ask ${asWhom}.`,
    `- An image has two platforms, each with a layer of ${sharedLayerBytes / MB} MB that the repository's images share and layers of ${own} of its own; every ${largeEvery}th new one has a further layer of ${largeLayerBytes / MB} MB. Nothing refers to any.`,
    `- The run before was ${ASSUMPTIONS.hoursBetweenRuns} h ago; in one of ${ASSUMPTIONS.runsBetweenRechecks} runs an image's referrers are looked for again. Repositories exist. DynamoDB throttles nobody, which the quotas show whether to believe.`,
    `- Content is simulated at a scale of 1:${SCALE}; storage, traffic and what a month costs anyway are not in the bill. Seed ${seed}.`,
  ];
}
