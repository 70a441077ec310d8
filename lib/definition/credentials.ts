import type { DefinedCredentials } from './definition.ts';
import type { Findings } from './findings.ts';
import { credentialsSchema, type WrittenCredentials } from './schema/registry-schema.ts';
import { expandVariables, isVariable, type Variables } from './variables.ts';
import type { LocatedDocument, Path } from './yaml/located-value.ts';

/** What credentials are read against. */
export interface CredentialContext {
  readonly document: LocatedDocument;
  readonly findings: Findings;
  readonly environment: Variables;
  /** Whether variables and escapes are replaced by what they stand for. Default: true. */
  readonly expandCredentials?: boolean;
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

/** Only a value that is a variable as a whole expands: passwords are full of dollars. */
function expand(value: string, path: Path, context: CredentialContext): string | undefined {
  const { document, environment, findings, expandCredentials = true } = context;
  if (!expandCredentials) return value;
  if (value.startsWith('\\$')) return value.slice(1);
  if (!isVariable(value)) return value;
  const hint = (name: string) =>
    `set ${name}, or begin the value with \\$ where a literal dollar is meant`;
  return expandVariables(value, { place: document.placeOf(path), hint, environment, findings });
}

function withKind(credentials: WrittenCredentials): DefinedCredentials {
  if ('token' in credentials) return { kind: 'token', token: credentials.token };
  if ('identityToken' in credentials) {
    return { kind: 'identity-token', token: credentials.identityToken };
  }
  if ('dockerConfig' in credentials) {
    return { kind: 'docker-config', path: credentials.dockerConfig };
  }
  if ('ecrRole' in credentials) {
    const { ecrRole: roleArn, ...rest } = credentials;
    return { kind: 'ecr', roleArn, ...rest };
  }
  return { kind: 'basic', username: credentials.username, password: credentials.password };
}
