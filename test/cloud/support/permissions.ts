import { coveringActions, isLike, type Statement, type Wish } from './statement.ts';

/** Whoever may call: a role of a template, with what its policies say. */
export interface Role {
  /** ARN, in what the cloud knows. */
  readonly name: string;
  readonly statements: readonly Statement[];
}

/** A wish that no statement of the role covers. */
export interface Denial extends Wish {
  readonly role: string;
}

/** Judges wishes by the statements of roles, and remembers which actions of which statements were needed. */
export class Permissions {
  readonly denials: Denial[] = [];
  readonly #roles = new Map<string, Role>();
  readonly #used = new Set<string>();

  add(role: Role): void {
    this.#roles.set(role.name, role);
  }

  /** Whether the role may; a refusal is remembered unless it is `expected` to be possible. */
  allows(roleName: string, wish: Wish, expected: 'always' | 'perhaps' = 'always'): boolean {
    const role = this.#roles.get(roleName);
    if (!role) throw new Error(`no template has the role ${roleName}`);
    const covering = role.statements.flatMap((statement, index) =>
      coveringActions(statement, wish).map((action) => ({ statement, index, action })),
    );
    const allowed =
      covering.some(({ statement }) => statement.Effect === 'Allow') &&
      covering.every(({ statement }) => statement.Effect === 'Allow');
    for (const { statement, index, action } of covering) {
      const resources = statement.Resource.filter((pattern) => isLike(pattern, wish.resource));
      for (const used of [action, ...resources]) this.#used.add(keyOf(roleName, index, used));
    }
    if (!allowed && expected === 'always') this.denials.push({ ...wish, role: roleName });
    return allowed;
  }

  /** Actions and resources of statements that nobody ever needed, as `role: action on resources`. */
  get superfluous(): readonly string[] {
    return [...this.#roles.values()].flatMap(({ name, statements }) =>
      statements.flatMap(({ Effect, Action, Resource }, index) => {
        if (Effect === 'Deny') return [];
        const isIdle = (part: string) => !this.#used.has(keyOf(name, index, part));
        const idleActions = Action.filter(isIdle);
        // What is said of an idle statement once need not be said again by each of its resources.
        const idleResources = idleActions.length < Action.length ? Resource.filter(isIdle) : [];
        return [
          ...idleActions.map((action) => `${name}: ${action} on ${Resource.join(', ')}`),
          ...idleResources.map((pattern) => `${name}: ${Action.join(', ')} on ${pattern}`),
        ];
      }),
    );
  }
}

function keyOf(role: string, statement: number, part: string): string {
  return JSON.stringify([role, statement, part]);
}
