import { mirrorMany } from '../test/cloud/support/mirror-many.ts';
import { howToInstall, provision } from './provision.ts';

const IMAGES = 5000;

const missing = provision(['java', 'openssl']);
if (missing.length > 0) {
  process.stderr.write(`bench: missing ${missing}; to get it, ${howToInstall(missing)}\n`);
  process.exit(1);
}
const count = Number(process.argv[2] ?? IMAGES);
const { run, registryRequests, messages, usage, dollars, seconds } = await mirrorMany(count);
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
    `  ${messages.sent} messages sent, ${messages.delivered} delivered`,
    `  ${usage.queueRequests} requests to SQS, ${usage.invocations} invocations`,
    `  ${usage.writeUnits} write units, ${usage.readUnits} read units`,
    `  about $${dollars.toFixed(4)} in all, traffic, storage and logs apart`,
    '',
  ].join('\n'),
);
if (!isExact) process.exitCode = 1;
