import { uploadAccess } from './access.ts';
import { emptyAnswer } from './answer.ts';
import { Refusal } from './refusal.ts';
import type { RegistryRequest } from './registry-request.ts';
import { requireDigest } from './require-digest.ts';
import type { Handler, Route } from './router.ts';
import { startUpload, type UploadOptions } from './start-upload.ts';
import { commitUpload } from './stored-blob.ts';
import { checkChunk, sessionHeaders } from './upload-checks.ts';
import type { UploadSession } from './upload-session.ts';
import type { Uploads } from './uploads.ts';

/** Upload sessions from POST to PUT or DELETE: distribution specification, "Pushing blobs". */
export function uploadRoutes(options: UploadOptions): readonly Route[] {
  const { uploads, manner } = options;
  const receive = async (session: UploadSession, request: RegistryRequest) => {
    checkChunk(session, request, manner);
    await session.write(request.body);
  };
  return [
    {
      pattern: /^\/v2\/(?<repository>.+)\/blobs\/uploads\/?$/,
      access: uploadAccess,
      handlers: { POST: startUpload(options) },
    },
    {
      pattern: /^\/v2\/(?<repository>.+)\/blobs\/uploads\/(?<segment>[^/]+)$/,
      access: uploadAccess,
      handlers: {
        GET: manner.tellsStatus ? getStatus(uploads) : tellNothing,
        PATCH: appendChunk(options, receive),
        PUT: finishUpload(uploads, receive),
        DELETE: cancelUpload(uploads),
      },
    },
  ];
}

type Receive = (session: UploadSession, request: RegistryRequest) => Promise<void>;

function getStatus(uploads: Uploads): Handler {
  return (_, { repository, segment }) =>
    uploads.use(repository, segment, async (session) => emptyAnswer(204, sessionHeaders(session)));
}

/** As ECR answers for sessions that are open. */
function tellNothing(): never {
  throw new Refusal('BLOB_UPLOAD_UNKNOWN', 'sessions have no status here');
}

function appendChunk({ uploads, manner }: UploadOptions, receive: Receive): Handler {
  return (request, { repository, segment }) =>
    uploads.use(repository, segment, async (session) => {
      await receive(session, request);
      return emptyAnswer(manner.chunkTaken, sessionHeaders(session));
    });
}

function finishUpload(uploads: Uploads, receive: Receive): Handler {
  return (request, { repository, segment }) =>
    uploads.use(repository, segment, async (session) => {
      const digest = requireDigest(request.query.get('digest'));
      await receive(session, request);
      try {
        return await commitUpload(session, digest);
      } finally {
        await uploads.end(session);
      }
    });
}

function cancelUpload(uploads: Uploads): Handler {
  return (_, { repository, segment }) =>
    uploads.use(repository, segment, async (session) => {
      await uploads.end(session);
      return emptyAnswer(204);
    });
}
