// A process of its own: records outcomes in a ledger and prints how many of them it counted.
import { openSqliteLedger } from '../../lib/local/open-sqlite-ledger.ts';
import { systemClock } from '../../lib/mirror/system-clock.ts';
import { recordedOutcome } from '../support/run-builder.ts';

const [, , file = '', runId = '', images = '0'] = process.argv;
const { ledger, close } = openSqliteLedger(file, { clock: systemClock });

let counted = 0;
for (let image = 0; image < Number(images); image += 1) {
  const outcome = recordedOutcome({ target: `mirror.example/busybox:${image}`, status: 'copied' });
  if (await ledger.record(runId, outcome)) counted += 1;
}
close();
process.stdout.write(`${counted}`);
