/** What a program was compiled for. */
export interface Machine {
  readonly architecture: string;
  /** Empty for the plain form of an architecture: amd64/v1 and arm64/v8. */
  readonly variant: string;
}

/** Names that `uname` and older tools have for architectures: containerd's `platforms`, `database.go`. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['i386', '386'],
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
  ['aarch64', 'arm64'],
  ['armhf', 'arm/v7'],
  ['armel', 'arm/v6'],
]);

/** Gives each machine one name, as containerd does, so that names can be compared. */
export function normalizeMachine(architecture: string, variant: string): Machine {
  const name = architecture.toLowerCase();
  const [known = '', fixed] = (ALIASES.get(name) ?? name).split('/');
  return {
    architecture: known,
    variant: normalizeVariant(known, fixed ?? variant.toLowerCase()),
  };
}

/** Gives an operating system the name that Go has for it. */
export function normalizeOs(os: string): string {
  const name = os.toLowerCase();
  return name === 'macos' ? 'darwin' : name;
}

function normalizeVariant(architecture: string, variant: string): string {
  switch (`${architecture}/${variant}`) {
    case 'amd64/v1':
    case 'arm64/8':
    case 'arm64/v8':
      return '';
    case 'arm/':
      return 'v7';
    case 'arm/5':
    case 'arm/6':
    case 'arm/7':
    case 'arm/8':
      return `v${variant}`;
    default:
      return variant;
  }
}
