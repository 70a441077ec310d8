import type { SynthesisedTemplate, TemplateResource } from './cdk.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

/** `value` with what is known at deployment only spelled out: `<AWS::Region>`, `<Ledger1234.Arn>`. */
export function spelled(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(spelled);
  const entries = Object.entries(value);
  const [[name, inner] = []] = entries;
  if (name === 'Ref') return `<${inner}>`;
  if (name === 'Fn::GetAtt') return `<${inner.join('.')}>`;
  if (name === 'Fn::Join') return inner[1].map(spelled).join(inner[0]);
  return Object.fromEntries(entries.map(([key, member]) => [key, spelled(member)]));
}

/** The resources of `type`, by logical id, spelled out. */
export function resourcesOf(
  { Resources }: SynthesisedTemplate,
  type: string,
): Readonly<Record<string, TemplateResource>> {
  const found = Object.entries(Resources).filter(([, { Type }]) => Type === type);
  return spelled(Object.fromEntries(found)) as Record<string, TemplateResource>;
}

/** The properties of the one resource of `type` whose logical id begins with `id`. */
// biome-ignore lint/suspicious/noExplicitAny: a test reaches into whatever shape CloudFormation has
export function propertiesOf(template: SynthesisedTemplate, type: string, id = ''): any {
  const found = Object.entries(resourcesOf(template, type)).filter(([own]) => own.startsWith(id));
  const [one] = found;
  if (!one || found.length > 1) throw new Error(`${found.length} resources of ${type} are ${id}…`);
  return one[1].Properties;
}

/** What the role allows, its own policies only: one line an action and resource, with a mark where there is a condition. */
export function allowedBy(template: SynthesisedTemplate, role: string): readonly string[] {
  const { Policies } = propertiesOf(template, 'AWS::IAM::Role', role);
  const statements: readonly Statement[] = Policies.flatMap(
    (policy: { PolicyDocument: { Statement: Statement[] } }) => policy.PolicyDocument.Statement,
  );
  return statements.flatMap(linesOf).toSorted();
}

function linesOf({ Action, Resource, Condition }: Statement): readonly string[] {
  const mark = Condition === undefined ? '' : ` if ${JSON.stringify(Condition)}`;
  return [Resource]
    .flat()
    .flatMap((resource) => [Action].flat().map((action) => `${action} on ${resource}${mark}`));
}
