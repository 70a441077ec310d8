import type { CredentialContext } from '../credentials.ts';
import type { RegistrySettings } from '../definition.ts';
import type { DefinitionTrust } from '../trust/permitted-targets.ts';
import { refuseLogins } from '../trust/refuse-untrusted.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { readAliyunAuth } from './auth.ts';
import { refuseSuffix } from './suffix.ts';

/** A file of logins beside the definition, in Aliyun's format. */
export interface AuthFile {
  readonly text: string;
  /** The name that problems give to the text. */
  readonly file: string;
}

type Registries = ReadonlyMap<string, RegistrySettings>;

/** What an auth file is read with. */
export interface AuthFileOptions extends Omit<CredentialContext, 'document'> {
  readonly auth?: AuthFile;
  readonly maxBytes?: number;
  /** Where there is one, nobody logs in by what a file says. */
  readonly trust?: DefinitionTrust;
}

/** `registries` and the logins of the auth file, which take the place of what the definition says of the same. */
export function withAuthFile(
  registries: Registries,
  { auth, maxBytes, trust, ...context }: AuthFileOptions,
): Registries {
  if (!auth) return registries;
  const { text, file } = auth;
  const { findings } = context;
  const read = () => readYaml(text, { file, findings, ...(maxBytes && { maxBytes }) });
  const document = findings.collect(read);
  if (!document) return registries;
  refuseSuffix(document.placeOf([]), findings);
  if (trust) refuseLogins({ document, findings });
  const logins = readAliyunAuth([], { ...context, document });
  const both = new Map(registries);
  for (const [key, login] of logins) both.set(key, { ...beside(login, both.get(key)), ...login });
  return both;
}

/** A registry that is insecure is asked without TLS anyway where it speaks none. */
function beside(login: RegistrySettings, settings: RegistrySettings = {}): RegistrySettings {
  const { plainHttp, ...others } = settings;
  return login.insecure ? others : settings;
}
