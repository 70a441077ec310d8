import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Definition, ImageEntry } from '../../../lib/definition/definition.ts';
import {
  ALIYUN,
  convert,
  ENVIRONMENT,
  FOLDERS,
  HOST_AFTER_PREFIX,
  KYMA,
  NATIVE,
  SETTING_OF_ALL,
} from '../formats.ts';
import { read } from '../read.ts';

const FOLDER = new URL('../../../examples/', import.meta.url);
const EXAMPLES = readdirSync(FOLDER).map(
  (name) => [name, readFileSync(new URL(name, FOLDER), 'utf8')] as const,
);

const FILES: readonly (readonly [name: string, text: string])[] = [
  ['a native file', NATIVE],
  ["a file of kyma's", KYMA],
  ['a source that looks like a target of its own', HOST_AFTER_PREFIX],
  ['folders', FOLDERS],
  ['a setting that defaults cannot have', SETTING_OF_ALL],
  ["a combined file of Aliyun's", ALIYUN],
  ...EXAMPLES,
];

function contentOf({ images, registries, prefixRegistry }: Definition) {
  return { images: images.map(withoutPlace), registries: [...registries], prefixRegistry };
}

function withoutPlace({ place, ...entry }: ImageEntry) {
  return entry;
}

describe('printDefinition', () => {
  it.each(FILES)('writes %s so that the same is read', (_, text) => {
    const { text: native } = convert(text);

    const [again, original] = [native, text].map((file) =>
      contentOf(read(file, { environment: ENVIRONMENT })),
    );
    expect(again).toEqual(original);
    expect(convert(native).text).toBe(native);
  });
});
