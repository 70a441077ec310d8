import type { CallOptions } from '../content/ports.ts';

/** Where images.yaml is kept. */
export interface DefinitionSource {
  /** Names it in records and in every mistake that is found, such as `s3://bucket/images.yaml`. */
  readonly name: string;
  /** The newest text, `undefined` where there is none. Throws where that cannot be told. */
  read(options?: CallOptions): Promise<string | undefined>;
}
