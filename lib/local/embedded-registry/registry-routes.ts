import { emptyAnswer } from './answer.ts';
import { blobRoutes } from './blob-routes.ts';
import { listRoutes } from './list-routes.ts';
import { manifestRoutes } from './manifest-routes.ts';
import type { ManifestOptions } from './put-manifest.ts';
import { referrerRoutes } from './referrer-routes.ts';
import type { Route } from './router.ts';
import type { UploadOptions } from './start-upload.ts';
import { uploadRoutes } from './upload-routes.ts';

export interface RegistryRouteOptions extends ManifestOptions, UploadOptions {
  readonly pageSize: number;
}

/** Every route of the distribution API; those of uploads stand before those of blobs, which they look like. */
export function registryRoutes(options: RegistryRouteOptions): readonly Route[] {
  const base: Route = {
    pattern: /^\/v2\/?$/,
    access: () => [],
    handlers: { GET: () => emptyAnswer(200), HEAD: () => emptyAnswer(200) },
  };
  return [
    base,
    ...uploadRoutes(options),
    ...blobRoutes(options.storage),
    ...manifestRoutes(options),
    ...listRoutes(options.storage, options.pageSize),
    ...referrerRoutes(options),
  ];
}
