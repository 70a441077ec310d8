import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { VARIABLES } from '../../lib/aws/environment.ts';

/** Says how long the module took, since nothing but Node was there. */
const PROGRAM = `
  const start = performance.now();
  await import(process.argv[1]);
  process.stdout.write(String(performance.now() - start));
`;

/** As the stack would set them; nobody is asked for anything while a module loads. */
const ENVIRONMENT = {
  [VARIABLES.tableName]: 'table',
  [VARIABLES.service]: 'bench',
  [VARIABLES.metricsNamespace]: 'image-syncer',
  [VARIABLES.eventBusName]: 'default',
  [VARIABLES.registries]: '{}',
  [VARIABLES.targets]: '[]',
  [VARIABLES.definition]: '{"kind":"s3","bucket":"bucket","key":"images.yaml"}',
  [VARIABLES.compareQueueUrl]: 'https://sqs.eu-central-1.amazonaws.com/1/compare',
  [VARIABLES.copyQueueUrl]: 'https://sqs.eu-central-1.amazonaws.com/1/copy',
  [VARIABLES.deadLetterQueueUrl]: 'https://sqs.eu-central-1.amazonaws.com/1/dead-letters',
  [VARIABLES.maxReceives]: '8',
  [VARIABLES.runTimeoutSeconds]: '43200',
  [VARIABLES.historyDays]: '90',
  [VARIABLES.putImageRate]: '5',
  [VARIABLES.chunkFromBytes]: '67108864',
  [VARIABLES.chunkBytes]: '33554432',
  [VARIABLES.resumeHashFromBytes]: '536870912',
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  AWS_REGION: 'eu-central-1',
};

/** Loads the bundled module `file` in a process of its own; in milliseconds, without the start of Node. */
export async function loadTimeMs(file: string): Promise<number> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', PROGRAM, pathToFileURL(file).href],
    { env: { ...process.env, ...ENVIRONMENT } },
  );
  return Number(stdout);
}
