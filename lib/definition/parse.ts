import { digestOf } from '../oci/digest.ts';
import { type AuthFile, withAuthFile } from './aliyun/auth-file.ts';
import { isAliyunFile, readAliyunFile } from './aliyun/file.ts';
import type { Definition, Environment } from './definition.ts';
import { Findings } from './findings.ts';
import type { DefaultOptions } from './native/defaults.ts';
import { readNativeFile } from './native/file.ts';
import { uniqueEntries } from './unique-entries.ts';
import { readYaml } from './yaml/read-yaml.ts';

/** What the text of a definition is read with. */
export interface ParseDefinitionOptions extends DefaultOptions {
  /** The name that problems give to the text. */
  readonly file: string;
  /** Where variables come from. */
  readonly environment: Environment;
  /** Whether variables in credentials give way to what they stand for. Default: true. */
  readonly expandCredentials?: boolean;
  /** From the command line; takes the place of the file's own. */
  readonly targetRepoPrefix?: string;
  /** Logins that take the place of what the definition says of the same registries. */
  readonly auth?: AuthFile;
  /** What an empty target of Aliyun's format stands for, together with {@link defaultNamespace}. */
  readonly defaultRegistry?: string;
  readonly defaultNamespace?: string;
  /** The longest text that is read, in bytes of UTF-8. Default: 6 MiB. */
  readonly maxBytes?: number;
}

/**
 * Reads images.yaml in the native format, which is a superset of kyma's, or in Aliyun's.
 *
 * Throws `DefinitionError` with every mistake of the file at once: those of its
 * syntax, or, where that is sound, those of its shape and meaning. No secret
 * value stands in any of them.
 */
export function parseDefinition(text: string, options: ParseDefinitionOptions): Definition {
  const findings = new Findings();
  const document = readYaml(text, { ...options, findings });
  const readFile = isAliyunFile(document.value) ? readAliyunFile : readNativeFile;
  const { images, ...others } = readFile(document, { ...options, findings });
  const unique = uniqueEntries(images, findings);
  const registries = withAuthFile(others.registries, { ...options, findings });

  findings.throwIfRefused();
  const version = digestOf(new TextEncoder().encode(text));
  return { version, ...others, images: unique, registries, warnings: findings.warnings };
}
