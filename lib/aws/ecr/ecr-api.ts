import {
  CreateRepositoryCommand,
  type CreateRepositoryCommandInput,
  DescribeRepositoriesCommand,
  ECRClient,
  PutLifecyclePolicyCommand,
  RepositoryAlreadyExistsException,
  RepositoryNotFoundException,
} from '@aws-sdk/client-ecr';
import type { RepositorySettings } from '../environment.ts';
import type { PrivateEcrHost } from './ecr-host.ts';
import type { EcrRole } from './ecr-issuer.ts';
import { reachEcr } from './ecr-reach.ts';

/** Repositories of the registry of one account and region. Every method throws what the SDK throws. */
export class EcrApi {
  readonly #registryId: string;
  readonly #client: ECRClient;

  constructor({ account, region, isFips, isDualStack }: PrivateEcrHost, role?: EcrRole) {
    this.#registryId = account;
    this.#client = new ECRClient({
      ...reachEcr(region, role),
      useFipsEndpoint: isFips,
      useDualstackEndpoint: isDualStack,
    });
  }

  async hasRepository(repository: string): Promise<boolean> {
    const input = { registryId: this.#registryId, repositoryNames: [repository] };
    try {
      await this.#client.send(new DescribeRepositoriesCommand(input));
      return true;
    } catch (error) {
      if (error instanceof RepositoryNotFoundException) return false;
      throw error;
    }
  }

  /**
   * Makes a repository; that another worker has made it meanwhile is as good. Its lifecycle policy is put in
   * either case, since the other may have died in between.
   */
  async createRepository(repository: string, settings: RepositorySettings): Promise<void> {
    const name = { registryId: this.#registryId, repositoryName: repository };
    const input = { ...name, ...inputOf(settings) };
    try {
      await this.#client.send(new CreateRepositoryCommand(input));
    } catch (error) {
      if (!(error instanceof RepositoryAlreadyExistsException)) throw error;
    }
    const { lifecyclePolicy: lifecyclePolicyText } = settings;
    if (lifecyclePolicyText === undefined) return;
    await this.#client.send(new PutLifecyclePolicyCommand({ ...name, lifecyclePolicyText }));
  }

  close(): void {
    this.#client.destroy();
  }
}

function inputOf({
  mutability,
  exclusions,
  scanOnPush,
  kmsKeyArn,
  tags,
}: RepositorySettings): Omit<CreateRepositoryCommandInput, 'repositoryName'> {
  return {
    imageTagMutability: mutability,
    // ECR refuses an empty list with the mutabilities that have no exclusions.
    ...(exclusions.length > 0 && {
      imageTagMutabilityExclusionFilters: exclusions.map((filter) => ({
        filterType: 'WILDCARD',
        filter,
      })),
    }),
    imageScanningConfiguration: { scanOnPush },
    encryptionConfiguration:
      kmsKeyArn === undefined
        ? { encryptionType: 'AES256' }
        : { encryptionType: 'KMS', kmsKey: kmsKeyArn },
    ...(Object.keys(tags).length > 0 && {
      tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  };
}
