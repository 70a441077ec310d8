import type { CallOptions } from '../content/ports.ts';

/** The longest definition that is read: of as much punctuation the YAML parser makes 1.6 GB, nearly what a function has. */
export const LARGEST_DEFINITION_BYTES = 1024 * 1024;

/** Where images.yaml is kept. */
export interface DefinitionSource {
  /** Names it in records and in every mistake that is found, such as `s3://bucket/images.yaml`. */
  readonly name: string;
  /**
   * The newest text, `undefined` where there is none. Throws where that cannot be told. Of a text longer
   * than {@link LARGEST_DEFINITION_BYTES} it is enough to tell that it is too long.
   */
  read(options?: CallOptions): Promise<string | undefined>;
}
