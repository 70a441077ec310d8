import type { DefinedCredentials, Environment } from './definition.ts';
import type { Findings } from './findings.ts';
import type { LocatedDocument, Path } from './located-value.ts';
import { credentialsSchema, type WrittenCredentials } from './schema.ts';

/** What credentials are read against. */
export interface CredentialContext {
  readonly document: LocatedDocument;
  readonly findings: Findings;
  readonly environment: Environment;
}

/** The credentials with variables expanded, or `undefined` after recording which are not set. */
export function readCredentials(
  written: WrittenCredentials,
  path: Path,
  context: CredentialContext,
): DefinedCredentials | undefined {
  const expanded = Object.entries(written).map(
    ([key, value]) => [key, expand(value, [...path, key], context)] as const,
  );
  // What could not be expanded is `undefined` here, which no kind of credentials allows.
  const { data } = credentialsSchema.safeParse(Object.fromEntries(expanded));
  return data && withKind(data);
}

const VARIABLE = /^\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)\})$/;

/** Only a value that is a variable as a whole expands: passwords are full of dollars. */
function expand(value: string, path: Path, context: CredentialContext): string | undefined {
  if (value.startsWith('\\$')) return value.slice(1);
  const [, bare, braced] = VARIABLE.exec(value) ?? [];
  const name = bare ?? braced;
  if (name === undefined) return value;

  const { document, environment, findings } = context;
  const content = Object.hasOwn(environment, name) ? environment[name] : undefined;
  if (content) return content;
  const reason = content === undefined ? 'is not set' : 'is empty';
  const hint = `set ${name}, or begin the value with \\$ where a literal dollar is meant`;
  findings.refuse(document.placeOf(path), `environment variable ${name} ${reason}`, hint);
  return undefined;
}

function withKind(credentials: WrittenCredentials): DefinedCredentials {
  if ('token' in credentials) return { kind: 'token', token: credentials.token };
  if ('identityToken' in credentials) {
    return { kind: 'identity-token', token: credentials.identityToken };
  }
  if ('dockerConfig' in credentials) {
    return { kind: 'docker-config', path: credentials.dockerConfig };
  }
  return { kind: 'basic', username: credentials.username, password: credentials.password };
}
