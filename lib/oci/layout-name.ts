import { InvalidReferenceError } from './errors.ts';

/**
 * What the engine calls the registry whose repositories are folders, each an OCI image layout:
 * the prefix that skopeo and its relatives write before the folder.
 */
export const OCI_LAYOUT = 'oci:';

const FOLDER_HINT = 'write oci:./FOLDER:TAG or oci:/FOLDER:TAG';

/** A path that would be shown as something else, or as nothing. */
const CONTROL_CHARACTER = /\p{Cc}/u;

/** Linux takes no longer path: `PATH_MAX`. */
const LONGEST_PATH = 4096;

/** Where skopeo would see a folder and everybody else the host `oci` with a port. */
const LIKE_A_PORT = /^\d{1,5}\//;

/** Whether `text` names a folder, not an image on a registry. */
export function isLayoutText(text: string): boolean {
  return text.startsWith(OCI_LAYOUT);
}

/**
 * The folder that `path` of the reference `text` names, `/…`, `./…` or `../…`, so that
 * two spellings of one folder are one repository. Throws {@link InvalidReferenceError}.
 */
export function checkedFolder(text: string, path: string): string {
  if (path === '') throw new InvalidReferenceError(text, 'it names no folder', FOLDER_HINT);
  if (path.length > LONGEST_PATH || CONTROL_CHARACTER.test(path)) {
    const reason = `a folder has at most ${LONGEST_PATH} characters and no control characters`;
    throw new InvalidReferenceError(text, reason, FOLDER_HINT);
  }
  if (LIKE_A_PORT.test(path)) {
    const reason = 'it could be a folder, or a host called oci with a port';
    throw new InvalidReferenceError(text, reason, 'write oci:./ before the folder');
  }
  return canonical(path);
}

/** The folder as it stands before `:tag` or `@digest`: what follows its last colon would be a tag but for the slash. */
export function formatFolder(folder: string, hasTag: boolean): string {
  const isMistakable = !hasTag && folder.lastIndexOf(':') > folder.lastIndexOf('/');
  return `${OCI_LAYOUT}${folder}${isMistakable ? '/' : ''}`;
}

/** `..` stays: where the part before it is a link, it does not lead back. */
function canonical(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (path.startsWith('/')) return `/${parts.join('/')}`;
  return (parts[0] === '..' ? parts : ['.', ...parts]).join('/');
}
