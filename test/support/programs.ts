import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Programs beside Node that suites need. */
export const TEST_PROGRAMS = ['chromium', 'docker-registry', 'java', 'openssl', 'skopeo'] as const;

export type TestProgram = (typeof TEST_PROGRAMS)[number];

/** Those of `programs` that no folder of `path` has. */
export function missingPrograms<Program extends string>(
  programs: readonly Program[],
  path = process.env['PATH'] ?? '',
): readonly Program[] {
  const folders = path.split(delimiter);
  return programs.filter((program) => !folders.some((folder) => isExecutable(folder, program)));
}

function isExecutable(folder: string, program: string): boolean {
  try {
    accessSync(join(folder, program), constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Debian packages of programs that are in none of their own name. */
const PACKAGES: ReadonlyMap<string, string> = new Map([['java', 'openjdk-17-jre-headless']]);

/** The Debian package that has `program`. */
export function packageOf(program: string): string {
  return PACKAGES.get(program) ?? program;
}
