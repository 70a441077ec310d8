import {
  CodeCommitClient,
  FileDoesNotExistException,
  FileTooLargeException,
  GetFileCommand,
} from '@aws-sdk/client-codecommit';
import type { DefinitionPlace } from '../environment.ts';
import { createSdkRequestHandler } from '../sdk-request-handler.ts';
import { type ReadText, tooLong } from './read-text.ts';

type CodeCommitPlace = Extract<DefinitionPlace, { kind: 'codecommit' }>;

/** Reads a file as it stands on the branch now, whatever commit an event was about. */
export function readFromCodeCommit({ repository, branch, path }: CodeCommitPlace): ReadText {
  let client: CodeCommitClient | undefined;
  return async ({ maxBytes, signal }) => {
    client ??= new CodeCommitClient({ requestHandler: createSdkRequestHandler() });
    const command = new GetFileCommand({
      repositoryName: repository,
      commitSpecifier: branch,
      filePath: path,
    });
    try {
      const { fileContent } = await client.send(command, signal && { abortSignal: signal });
      return Buffer.from(fileContent ?? []).toString();
    } catch (error) {
      if (error instanceof FileDoesNotExistException) return undefined;
      // Its limit, 6 MB, is beyond ours.
      if (error instanceof FileTooLargeException) return tooLong(maxBytes);
      throw error;
    }
  };
}
