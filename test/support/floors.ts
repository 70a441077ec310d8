import { importCycles, importsOf, type SourceFile } from './imports.ts';

/** From the lowest to the highest; rooms on one floor never import each other. */
const FLOORS: readonly (readonly string[])[] = [
  // The design's floor 0 has a step in it: `oci` throws errors, which know nothing of it.
  ['lib/errors.ts', 'lib/clock.ts', 'lib/secret.ts'],
  ['lib/oci'],
  ['lib/content'],
  ['lib/registry', 'lib/copy', 'lib/definition'],
  ['lib/mirror'],
  ['lib/local', 'lib/aws', 'lib/wording'],
  ['lib/serve'],
  ['lib/cli', 'lib/cdk', 'lib/library'],
  ['bin', 'lambda'],
];

/** What the engine consists of; it is given whatever it needs by those above. */
const ENGINE: ReadonlySet<string> = new Set(FLOORS.slice(0, 5).flat());

/** Packages that are the business of one room alone. */
const PACKAGES: readonly { readonly name: RegExp; readonly room: string }[] = [
  { name: /^undici(?:\/|$)/, room: 'lib/registry' },
  { name: /^@aws-sdk\//, room: 'lib/aws' },
  { name: /^aws-cdk-lib(?:\/|$)/, room: 'lib/cdk' },
];

/** Holds the version, which the command line prints. */
const PACKAGE_FILE = 'package.json';

const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
const PROCESS = /\bconsole\b|\bprocess\.(?:env|stdout|stderr)\b|node:process\b/;

/** What is wrong with how `sources` lean on each other: one sentence a breach, with file, import and rule. */
export function floorBreaches(sources: readonly SourceFile[]): readonly string[] {
  return [
    ...sources.flatMap(importBreaches),
    ...sources.flatMap(processBreaches),
    ...importCycles(sources).map((files) => `${files.join(' → ')}: imports form no circle`),
  ];
}

function importBreaches(source: SourceFile): readonly string[] {
  const room = roomOf(source.file);
  return importsOf(source).flatMap((found) => {
    const rule =
      found.kind === 'file' ? brokenByFile(room, found.file) : brokenByPackage(room, found.name);
    const what = found.kind === 'file' ? found.file : found.name;
    return rule === undefined ? [] : [`${source.file} imports ${what}: ${rule}`];
  });
}

function brokenByFile(room: string, file: string): string | undefined {
  const imported = roomOf(file);
  const floor = floorOf(room);
  // Scripts stand beside the house and may enter it anywhere.
  if (room === imported || room === 'scripts' || file === PACKAGE_FILE) return undefined;
  if (floor === -1) return `${room} stands on no floor`;
  if (floorOf(imported) === -1) return `${imported} stands on no floor`;
  return floorOf(imported) < floor ? undefined : `${imported} is not below ${room}`;
}

function brokenByPackage(room: string, name: string): string | undefined {
  const owner = PACKAGES.find((own) => own.name.test(name))?.room;
  return owner === undefined || owner === room ? undefined : `only ${owner} may`;
}

function processBreaches({ file, text }: SourceFile): readonly string[] {
  if (!ENGINE.has(roomOf(file))) return [];
  const [found] = PROCESS.exec(text.replaceAll(COMMENT, '')) ?? [];
  return found === undefined ? [] : [`${file} mentions ${found}: the engine knows no process`];
}

/** The folder that decides what a file may do; files directly in `lib` are rooms of their own. */
function roomOf(file: string): string {
  const [top = '', second] = file.split('/');
  return top === 'lib' ? `${top}/${second}` : top;
}

function floorOf(room: string): number {
  return FLOORS.findIndex((rooms) => rooms.includes(room));
}
