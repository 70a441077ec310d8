import { parseArgs } from 'node:util';
import { startManyImages } from '../test/cloud/support/many-images.ts';
import { mirrorMany } from '../test/cloud/support/mirror-many.ts';
import { startSharedImages } from '../test/cloud/support/shared-images.ts';
import { howToInstall, provision } from './provision.ts';

const IMAGES = 5000;
const SHARED_IMAGES = 60;

const missing = provision(['java', 'openssl']);
if (missing.length > 0) {
  process.stderr.write(`bench: missing ${missing}; to get it, ${howToInstall(missing)}\n`);
  process.exit(1);
}
const { values, positionals } = parseArgs({
  allowPositionals: true,
  // Images that share layers, all of them to be copied, to a target that takes blobs in this way.
  options: { shared: { type: 'string' } },
});
const { shared } = values;
if (shared !== undefined && shared !== 'generic' && shared !== 'ecr') {
  process.stderr.write(`bench: --shared is ${shared}: write generic or ecr\n`);
  process.exit(1);
}
const count = Number(positionals[0] ?? (shared === undefined ? IMAGES : SHARED_IMAGES));
const images = await (shared === undefined
  ? startManyImages(count)
  : startSharedImages(count, shared));
const { run, registryRequests, uploads, downloadedBytes, ...rest } = await mirrorMany(images);
const { messages, usage, dollars, seconds } = rest;
const isExact =
  run.state === 'completed' &&
  run.expected === count &&
  // A duplicate that looks at a copy before that is recorded finds it unchanged.
  run.counts.copied + run.counts.unchanged === count;

process.stdout.write(
  [
    `${count} images in ${seconds.toFixed(1)} s, every tenth message delivered twice:`,
    `  run ${run.state}: ${JSON.stringify(run.counts)}${isExact ? '' : ', which is wrong'}`,
    `  ${registryRequests} requests to registries`,
    `  ${downloadedBytes} bytes of blobs downloaded`,
    `  ${uploads.blobs} blobs uploaded ${uploads.commits} times, ${uploads.bytes} bytes`,
    `  ${messages.sent} messages sent, ${messages.delivered} delivered`,
    `  ${usage.queueRequests} requests to SQS, ${usage.invocations} invocations`,
    `  ${usage.writeUnits} write units, ${usage.readUnits} read units`,
    `  about $${dollars.toFixed(4)} in all, traffic, storage and logs apart`,
    '',
  ].join('\n'),
);
if (!isExact) process.exitCode = 1;
