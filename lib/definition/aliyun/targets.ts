import { quoted } from '../../oci/quoted.ts';
import type { Findings } from '../findings.ts';
import type { Written } from '../references.ts';
import { expandVariables, type Variables } from '../variables.ts';
import type { LocatedDocument, Path } from '../yaml/located-value.ts';

/** What the targets of a source are read against. */
export interface AliyunTargetContext {
  readonly document: LocatedDocument;
  readonly findings: Findings;
  /** Where variables in targets come from. */
  readonly environment: Variables;
  /** What an empty target stands for together with `defaultNamespace`: neither is of use alone. */
  readonly defaultRegistry?: string;
  readonly defaultNamespace?: string;
}

/**
 * The targets at `path`, a string or a list of them, with variables expanded; those left out are recorded.
 *
 * An empty string is default registry, default namespace and `lastPart` of the source.
 */
export function readTargets(
  path: Path,
  lastPart: string,
  context: AliyunTargetContext,
): readonly Written[] {
  const value = context.document.find(path)?.value;
  if (!Array.isArray(value)) return readTarget(path, lastPart, context);
  if (value.length === 0) refuseValue(path, 'an empty list', context);
  return value.flatMap((_, index) => readTarget([...path, index], lastPart, context));
}

function readTarget(
  path: Path,
  lastPart: string,
  context: AliyunTargetContext,
): readonly Written[] {
  const { document, ...variables } = context;
  const value = document.find(path)?.value;
  const place = document.placeOf(path);
  if (typeof value !== 'string') return refuseValue(path, kindOf(value), context);
  const text =
    value === ''
      ? byDefault(lastPart, path, context)
      : expandVariables(value, { ...variables, place });
  return text === undefined ? [] : [{ text, place }];
}

function byDefault(
  lastPart: string,
  path: Path,
  { document, findings, defaultRegistry, defaultNamespace }: AliyunTargetContext,
): string | undefined {
  if (defaultRegistry && defaultNamespace) {
    return `${defaultRegistry}/${defaultNamespace}/${lastPart}`;
  }
  findings.refuse(
    document.placeOf(path),
    'an empty target without a default registry and namespace',
    'write a target, or set DEFAULT_REGISTRY and DEFAULT_NAMESPACE',
  );
  return undefined;
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : `a ${typeof value}`;
}

function refuseValue(path: Path, found: string, context: AliyunTargetContext): readonly [] {
  const source = path.findLast((key) => typeof key === 'string');
  context.findings.refuse(
    context.document.placeOf(path),
    `the target of ${quoted(String(source))} is ${found}, expected a name or a list of names`,
    found === 'a map'
      ? 'write a name; credentials stand in a file of their own, given with --auth'
      : 'write a name, such as registry.example/mirror/busybox',
  );
  return [];
}
