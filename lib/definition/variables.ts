import type { Environment } from './definition.ts';
import type { Place } from './errors.ts';
import type { Findings } from './findings.ts';

const VARIABLE = /\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)\})/g;
const WHOLE_VARIABLE = new RegExp(`^${VARIABLE.source}$`);

/** Where variables come from, or that there are none for this definition. */
export type Variables = Environment | 'none';

/** What variables are looked up with; `hint` says what else could be written in their place. */
export interface VariableContext {
  readonly place: Place;
  readonly hint?: (name: string) => string;
  readonly environment: Variables;
  readonly findings: Findings;
}

/** Whether `text` is `$NAME` or `${NAME}` and nothing besides. */
export function isVariable(text: string): boolean {
  return WHOLE_VARIABLE.test(text);
}

/** The text with each `$NAME` and `${NAME}` replaced, or `undefined` after recording which are not set. */
export function expandVariables(text: string, context: VariableContext): string | undefined {
  let isComplete = true;
  const expanded = text.replaceAll(VARIABLE, (_, bare?: string, braced?: string) => {
    const content = lookUp(bare ?? braced ?? '', context);
    if (content === undefined) isComplete = false;
    return content ?? '';
  });
  return isComplete ? expanded : undefined;
}

function lookUp(name: string, context: VariableContext): string | undefined {
  const { place, hint, environment, findings } = context;
  if (environment === 'none') {
    findings.refuse(
      place,
      `there is no variable ${name} here`,
      'write what it stands for: the stack gives a definition no variables',
    );
    return undefined;
  }
  const content = Object.hasOwn(environment, name) ? environment[name] : undefined;
  if (content) return content;
  const reason = content === undefined ? 'is not set' : 'is empty';
  findings.refuse(place, `environment variable ${name} ${reason}`, hint?.(name) ?? `set ${name}`);
  return undefined;
}
