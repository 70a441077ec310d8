import {
  AwsFailure,
  type AwsService,
  type AwsServiceOptions,
  startAwsService,
  textOf,
} from './aws-service.ts';

export interface CodeCommit extends AwsService {
  /** Puts the file `path` on a branch, which is made with its repository; `undefined` removes the file. */
  commit(
    repository: string,
    branch: string,
    files: Readonly<Record<string, string | undefined>>,
  ): void;
}

/** CodeCommit, "GetFile": "FileTooLargeException". */
const LARGEST_FILE_BYTES = 6 * 1024 * 1024;

type Files = ReadonlyMap<string, string>;

/** CodeCommit, to read files of branches from: `GetFile`. */
export async function startCodeCommit(
  options?: Pick<AwsServiceOptions, 'before'>,
): Promise<CodeCommit> {
  const repositories = new Map<string, Map<string, Files>>();
  const service = await startAwsService(
    {
      GetFile: (call) => {
        const branches = repositories.get(textOf(call, 'repositoryName'));
        if (!branches) throw new AwsFailure('RepositoryDoesNotExistException');
        const files = branches.get(textOf(call, 'commitSpecifier'));
        if (!files) throw new AwsFailure('CommitDoesNotExistException');
        const filePath = textOf(call, 'filePath');
        const text = files.get(filePath);
        if (text === undefined) throw new AwsFailure('FileDoesNotExistException');
        const content = Buffer.from(text);
        if (content.length > LARGEST_FILE_BYTES) throw new AwsFailure('FileTooLargeException');
        return { filePath, fileSize: content.length, fileContent: content.toString('base64') };
      },
    },
    options,
  );
  return {
    ...service,
    commit: (repository, branch, changes) => {
      const branches = repositories.get(repository) ?? new Map<string, Files>();
      repositories.set(repository, branches);
      const merged = { ...Object.fromEntries(branches.get(branch) ?? []), ...changes };
      const files = Object.entries(merged).filter(
        (file): file is [string, string] => file[1] !== undefined,
      );
      branches.set(branch, new Map(files));
    },
  };
}
