import { digestOf } from '../oci/digest.ts';
import { type AuthFile, withAuthFile } from './aliyun/auth-file.ts';
import { isAliyunFile, readAliyunFile } from './aliyun/file.ts';
import type { Definition, Environment, ImageEntry } from './definition.ts';
import { Findings } from './findings.ts';
import type { DefaultOptions } from './native/defaults.ts';
import { readNativeFile } from './native/file.ts';
import type { DefinitionTrust } from './trust/permitted-targets.ts';
import { refusePlaces } from './trust/refuse-places.ts';
import { refuseBoundSettings, refuseTargets, warnOfConnections } from './trust/refuse-untrusted.ts';
import { uniqueEntries } from './unique-entries.ts';
import type { LocatedDocument } from './yaml/located-value.ts';
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
  /**
   * What the definition is restricted to. Then it has no variables, names no folders and private addresses, and says nothing
   * of registries that a secret or the trust in one depends on. Default: no restriction.
   */
  readonly trust?: DefinitionTrust;
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
  const context = { ...options, ...(options.trust && UNTRUSTED), findings };
  const { images, ...others } = readFile(document, context);
  if (options.trust) refuseUntrusted(document, images, { trust: options.trust, findings });
  const unique = uniqueEntries(images, findings);
  const registries = withAuthFile(others.registries, context);

  findings.throwIfRefused();
  const version = digestOf(new TextEncoder().encode(text));
  return { version, ...others, images: unique, registries, warnings: findings.warnings };
}

/** Whatever the process has in its environment is not for those who write the definition. */
const UNTRUSTED = { environment: 'none', expandCredentials: false } as const;

function refuseUntrusted(
  document: LocatedDocument,
  images: readonly ImageEntry[],
  { trust, findings }: { readonly trust: DefinitionTrust; readonly findings: Findings },
): void {
  refuseBoundSettings({ document, findings });
  warnOfConnections({ document, findings });
  refusePlaces({ document, findings }, trust);
  refuseTargets(images, trust, findings);
}
