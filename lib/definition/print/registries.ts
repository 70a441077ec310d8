import type { DefinedCredentials, RegistrySettings } from '../definition.ts';
import type { WrittenCredentials, WrittenRegistry } from '../schema/registry-schema.ts';
import { isVariable } from '../variables.ts';

type Registries = ReadonlyMap<string, RegistrySettings>;

/** The section `registries` of the native format. */
export function writeRegistries(registries: Registries): Readonly<Record<string, WrittenRegistry>> {
  return Object.fromEntries(
    [...registries].map(([key, { credentials, otherCredentials, ...settings }]) => [
      key,
      {
        ...settings,
        ...(credentials && { credentials: writeAccounts(credentials, otherCredentials) }),
      },
    ]),
  );
}

/** How many passwords, tokens and addresses with a password the section shows to whoever reads it. */
export function countSecrets(registries: Registries): number {
  return [...registries.values()]
    .flatMap(({ credentials, otherCredentials = [], proxy }) => [
      credentials && secretOf(credentials),
      ...otherCredentials.map(secretOf),
      proxy?.includes('@') ? proxy : undefined,
    ])
    .filter((secret) => secret !== undefined && !isVariable(secret)).length;
}

function writeAccounts(
  first: DefinedCredentials,
  others: readonly DefinedCredentials[] = [],
): NonNullable<WrittenRegistry['credentials']> {
  return others.length === 0 ? writeCredentials(first) : [first, ...others].map(writeCredentials);
}

function writeCredentials(credentials: DefinedCredentials): WrittenCredentials {
  switch (credentials.kind) {
    case 'basic':
      return { username: credentials.username, password: credentials.password };
    case 'token':
      return { token: credentials.token };
    case 'identity-token':
      return { identityToken: credentials.token };
    case 'docker-config':
      return { dockerConfig: credentials.path };
    case 'ecr': {
      const { roleArn, externalId } = credentials;
      return { ecrRole: roleArn, ...(externalId !== undefined && { externalId }) };
    }
  }
}

function secretOf(credentials: DefinedCredentials): string | undefined {
  switch (credentials.kind) {
    case 'basic':
      return credentials.password;
    case 'token':
    case 'identity-token':
      return credentials.token;
    case 'docker-config':
    case 'ecr':
      return undefined;
  }
}
