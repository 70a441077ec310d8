import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Explains to cdk-nag's AwsSolutions pack why `construct` is as the finding `id` says. */
export function acknowledge(construct: IConstruct, id: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: `AwsSolutions-${id}`, reason });
}

/** Explains a wildcard in the resources of a role's policies. */
export function acknowledgeWildcard(construct: IConstruct, resource: string, reason: string): void {
  const words = spelledOut(Stack.of(construct).resolve(resource));
  acknowledge(construct, `IAM5[Resource::${words}]`, reason);
}

/** How cdk-nag writes an ARN that is known at deployment only: `arn:<AWS::Partition>:…`. */
function spelledOut(resolved: unknown): string {
  if (typeof resolved !== 'object' || resolved === null) return String(resolved);
  const [[name, value] = []] = Object.entries(resolved);
  if (name === 'Ref') return `<${value}>`;
  if (name === 'Fn::GetAtt' && Array.isArray(value)) return `<${value.join('.')}>`;
  if (name !== 'Fn::Join' || !Array.isArray(value)) return JSON.stringify(resolved);
  const [separator, parts]: readonly unknown[] = value;
  return Array.isArray(parts) ? parts.map(spelledOut).join(String(separator)) : '';
}
