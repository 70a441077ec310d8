import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { createSdkRequestHandler, type SdkRequestHandler } from '../sdk-request-handler.ts';
import type { EcrRole } from './ecr-issuer.ts';

/** How the API of `region` is reached, and as whom. */
export interface EcrReach {
  readonly region: string;
  readonly requestHandler: SdkRequestHandler;
  readonly credentials?: ReturnType<typeof fromTemporaryCredentials>;
}

/** As whoever the environment says, or as `role`, which is assumed when the first request is made. */
export function reachEcr(region: string, role: EcrRole | undefined): EcrReach {
  const requestHandler = createSdkRequestHandler();
  if (!role) return { region, requestHandler };
  const { roleArn, externalId } = role;
  const credentials = fromTemporaryCredentials({
    params: {
      RoleArn: roleArn,
      RoleSessionName: 'image-syncer',
      ...(externalId !== undefined && { ExternalId: externalId }),
    },
    clientConfig: { region, requestHandler },
  });
  return { region, requestHandler, credentials };
}
