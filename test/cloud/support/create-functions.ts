import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { CloudFunction, type Surroundings } from './cloud-function.ts';
import { ofType } from './deployment.ts';
import { arn } from './physical-names.ts';
import type { ResolvedResource } from './resolve-template.ts';
import type { Wish } from './statement.ts';

const functionSchema = z.object({
  Handler: z.string(),
  Role: z.string(),
  Timeout: z.number().default(3),
  MemorySize: z.number().default(128),
  LoggingConfig: z.object({ LogGroup: z.string() }).optional(),
  TracingConfig: z.object({ Mode: z.string() }).optional(),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }).optional(),
});

type FunctionProperties = z.infer<typeof functionSchema>;

/** The functions of a template, by the file that their handler is in; `handlers` has the code of all. */
export function createFunctions(
  resources: readonly ResolvedResource[],
  { handlers, ...surroundings }: Surroundings & { readonly handlers: string },
): ReadonlyMap<string, CloudFunction> {
  const functions = ofType(resources, 'AWS::Lambda::Function').map(({ properties, created }) => {
    const parsed = functionSchema.parse(properties);
    const { Handler, Role, Timeout, MemorySize, Environment } = parsed;
    const [module = '', exported = ''] = Handler.split('.');
    const options = {
      name: created.ref,
      arn: created.attributes['Arn'] ?? '',
      role: Role,
      timeoutMs: Timeout * 1000,
      memoryMb: MemorySize,
      file: bundleOf(handlers, module),
      exported,
      variables: Environment?.Variables ?? {},
      wishes: [...logWishes(parsed, created.ref), ...traceWishes(parsed)],
    };
    return [module, new CloudFunction(options, surroundings)] as const;
  });
  return new Map(functions);
}

/** A function writes its log by its own role. */
function logWishes({ LoggingConfig }: FunctionProperties, name: string): readonly Wish[] {
  const group = LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`;
  const resource = arn('logs', `log-group:${group}:log-stream:one`);
  return ['CreateLogStream', 'PutLogEvents'].map((action) => ({
    action: `logs:${action}`,
    resource,
  }));
}

function traceWishes({ TracingConfig }: FunctionProperties): readonly Wish[] {
  if (TracingConfig?.Mode !== 'Active') return [];
  return ['PutTraceSegments', 'PutTelemetryRecords'].map((action) => ({
    action: `xray:${action}`,
    resource: '*',
  }));
}

function bundleOf(folder: string, module: string): string {
  const file = ['mjs', 'cjs', 'js']
    .map((extension) => join(folder, `${module}.${extension}`))
    .find(existsSync);
  if (file === undefined) throw new Error(`${folder} has no bundle of ${module}`);
  return file;
}
