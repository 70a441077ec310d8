import type { Place } from '../errors.ts';
import type { Findings } from '../findings.ts';

const SUFFIX = /\.(?:ya?ml|json)$/i;

/** Holds the name of a file against the rule of Aliyun's image-syncer, which tells formats by it. */
export function refuseSuffix({ file }: Place, findings: Findings): void {
  if (SUFFIX.test(file)) return;
  findings.refuse(
    { file, line: 1, column: 1 },
    "the name of a file in Aliyun's format ends in something else than .yml, .yaml or .json",
    'rename the file, such as to images.yaml',
  );
}
