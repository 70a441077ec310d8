import { type Created, HOME, type NamingOptions, nameResource } from './physical-names.ts';
import { listResources, type NamedResource, type Template } from './template.ts';

const PSEUDO_PARAMETERS: Readonly<Record<string, unknown>> = {
  'AWS::NoValue': undefined,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** A resource without intrinsic functions, and what it is called. */
export interface ResolvedResource extends NamedResource {
  readonly created: Created;
}

/** Works out every intrinsic function of `template`; throws for those that no template of ours uses. */
export function resolveTemplate(
  template: Template,
  options: NamingOptions,
): readonly ResolvedResource[] {
  const resources = listResources(template);
  const created = new Map<string, Created>(
    resources.map((resource) => [resource.logicalId, nameResource(resource, options)]),
  );
  const resolver = new Resolver(created, options);
  return resources.map((resource) => ({
    ...resource,
    properties: resolver.resolveObject(resource.properties),
    created: resolver.createdAs(resource.logicalId),
  }));
}

class Resolver {
  readonly #created: ReadonlyMap<string, Created>;
  readonly #pseudoParameters: Readonly<Record<string, unknown>>;

  constructor(created: ReadonlyMap<string, Created>, { stackName, place = HOME }: NamingOptions) {
    this.#created = created;
    this.#pseudoParameters = {
      ...PSEUDO_PARAMETERS,
      'AWS::AccountId': place.account,
      'AWS::Region': place.region,
      'AWS::StackName': stackName,
    };
  }

  createdAs(logicalId: string): Created {
    const created = this.#created.get(logicalId);
    if (!created) throw new Error(`the template has no resource ${logicalId}`);
    return created;
  }

  resolveObject(value: object): Readonly<Record<string, unknown>> {
    const entries = Object.entries(value).map(([key, item]) => [key, this.#resolve(item)] as const);
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  }

  #resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#resolve(item));
    if (typeof value !== 'object' || value === null) return value;
    const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
    const isFunction = others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'));
    return isFunction ? this.#call(name, argument) : this.resolveObject(value);
  }

  #call(name: string, argument: unknown): unknown {
    switch (name) {
      case 'Ref':
        return this.#ref(String(argument));
      case 'Fn::GetAtt':
        return this.#attribute(Array.isArray(argument) ? argument : String(argument).split('.'));
      case 'Fn::Join':
        return this.#join(this.#list(argument));
      case 'Fn::Sub':
        return this.#substitute(Array.isArray(argument) ? argument : [argument]);
      case 'Fn::Select':
        return this.#select(this.#list(argument));
      case 'Fn::Split':
        return this.#split(this.#list(argument));
      default:
        throw new Error(`the cloud does not know ${name}`);
    }
  }

  #list(argument: unknown): readonly unknown[] {
    const resolved = this.#resolve(argument);
    if (!Array.isArray(resolved))
      throw new Error(`expected a list, not ${JSON.stringify(argument)}`);
    return resolved;
  }

  #ref(name: string): unknown {
    if (name in this.#pseudoParameters) return this.#pseudoParameters[name];
    return this.createdAs(name).ref;
  }

  #attribute([logicalId, ...path]: readonly unknown[]): string {
    const attribute = path.join('.');
    const value = this.createdAs(String(logicalId)).attributes[attribute];
    if (value === undefined) throw new Error(`${logicalId} has no attribute ${attribute}`);
    return value;
  }

  #join([separator, parts]: readonly unknown[]): string {
    return (Array.isArray(parts) ? parts : []).map(String).join(String(separator));
  }

  #select([index, items]: readonly unknown[]): unknown {
    return Array.isArray(items) ? items[Number(index)] : undefined;
  }

  #split([separator, text]: readonly unknown[]): readonly string[] {
    return String(text).split(String(separator));
  }

  #substitute([text, own]: readonly unknown[]): string {
    const values = typeof own === 'object' && own !== null ? this.resolveObject(own) : {};
    return String(text).replaceAll(/\$\{([^!}][^}]*)\}/g, (_, name: string) => {
      if (name in values) return String(values[name]);
      return String(name.includes('.') ? this.#attribute(name.split('.')) : this.#ref(name));
    });
  }
}
