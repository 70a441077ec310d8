import {
  type AwsCall,
  AwsFailure,
  type AwsService,
  type AwsServiceOptions,
  startAwsService,
  textOf,
} from './aws-service.ts';
import { IssuedTokens, type TokenJudgement } from './issued-tokens.ts';

/** A repository, as it was made. */
export interface EcrRepository {
  /** Input of `CreateRepository`; empty where a test put the repository there. */
  readonly settings: AwsCall['input'];
  readonly lifecyclePolicy?: string;
}

export interface Ecr extends AwsService {
  /** By URI, such as `123456789012.dkr.ecr.eu-central-1.amazonaws.com/external/alpine`. */
  readonly repositories: Map<string, EcrRepository>;
  /** What the registry of that account and region says to a request with this `Authorization`. */
  judge(registry: string, authorization: string | undefined): TokenJudgement;
  /** Makes every token that was issued so far one that has expired. */
  expireTokens(): void;
}

export interface EcrOptions extends Pick<AwsServiceOptions, 'before'> {
  /** Account of whoever signs with this key, for calls that name no registry. Default: `123456789012`. */
  readonly accountOf?: (accessKeyId: string | undefined) => string;
  /** The clock by which tokens expire, in milliseconds. Default: `Date.now`. */
  readonly now?: () => number;
}

/** ECR's API, public and private: tokens for whoever signs, and repositories. */
export async function startEcr({
  before,
  accountOf = () => '123456789012',
  now = Date.now,
}: EcrOptions = {}): Promise<Ecr> {
  const repositories = new Map<string, EcrRepository>();
  const tokens = new IssuedTokens(now);
  const registryOf = (call: AwsCall) => {
    const { registryId = accountOf(call.accessKeyId) } = call.input;
    return `${registryId}.dkr.ecr.${call.region}.amazonaws.com`;
  };
  const uriOf = (call: AwsCall, name = textOf(call, 'repositoryName')) =>
    `${registryOf(call)}/${name}`;
  const actions = {
    // Every registry that its caller may use takes the token: "GetAuthorizationToken".
    GetAuthorizationToken: (call: AwsCall) => tokens.answerTo(call),
    DescribeRepositories: (call: AwsCall) => {
      const [name = ''] = call.input['repositoryNames'] as readonly string[];
      const repositoryUri = uriOf(call, name);
      if (!repositories.has(repositoryUri)) throw missing(name);
      return { repositories: [{ repositoryName: name, repositoryUri }] };
    },
    CreateRepository: (call: AwsCall) => {
      const repositoryUri = uriOf(call);
      if (repositories.has(repositoryUri)) throw new AwsFailure('RepositoryAlreadyExistsException');
      repositories.set(repositoryUri, { settings: call.input });
      return { repository: { repositoryUri } };
    },
    PutLifecyclePolicy: (call: AwsCall) => {
      const repository = repositories.get(uriOf(call));
      if (!repository) throw missing(textOf(call, 'repositoryName'));
      const lifecyclePolicy = textOf(call, 'lifecyclePolicyText');
      repositories.set(uriOf(call), { ...repository, lifecyclePolicy });
      return {};
    },
  };
  const service = await startAwsService(actions, { before });
  return {
    ...service,
    repositories,
    judge: (registry, authorization) => tokens.judge(registry, authorization),
    expireTokens: () => tokens.expireAll(),
  };
}

function missing(name: string): AwsFailure {
  const message = `The repository with name '${name}' does not exist in the registry`;
  return new AwsFailure('RepositoryNotFoundException', message);
}
