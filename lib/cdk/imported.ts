import { Annotations, ArnFormat, Stack } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { type ISubnet, SecurityGroup, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { DefinitionProps } from './definition-home.ts';
import type { NetworkProps } from './network-props.ts';
import type { Registries } from './registry.ts';
import type { DefinitionSettings, NetworkSettings, RegistrySettings } from './settings.ts';
import { whenGiven } from './when-given.ts';
import { withoutAbsent } from './without-absent.ts';

/** The definition's place: what it names is there already, what it leaves out is created. */
export function importDefinition(scope: Construct, settings: DefinitionSettings): DefinitionProps {
  if (settings.kind === 's3') return importBucket(scope, settings);
  const { repository, ...rest } = settings;
  return withoutAbsent({
    ...rest,
    repository: whenGiven(repository, (name) =>
      Repository.fromRepositoryName(scope, 'GivenDefinition', name),
    ),
  });
}

function importBucket(
  scope: Construct,
  { kind, key, bucketName, bucketKeyArn }: DefinitionSettings & { readonly kind: 's3' },
): DefinitionProps {
  const encryptionKey = whenGiven(bucketKeyArn, (arn) => Key.fromKeyArn(scope, 'BucketKey', arn));
  return withoutAbsent({
    kind,
    key,
    bucket: whenGiven(bucketName, (name) =>
      Bucket.fromBucketAttributes(
        scope,
        'GivenDefinition',
        withoutAbsent({ bucketName: name, encryptionKey }),
      ),
    ),
  });
}

/** A network by its ids alone: looking it up would need credentials. */
export function importNetwork(scope: Construct, settings: NetworkSettings): NetworkProps {
  const { vpcId, availabilityZones, subnetIds, securityGroupIds } = settings;
  return withoutAbsent({
    vpc: Vpc.fromVpcAttributes(scope, 'Network', { vpcId, availabilityZones }),
    subnets: {
      subnets: subnetIds.map((id) => importSubnet(scope, id)),
    },
    securityGroups: securityGroupIds?.map((id) =>
      SecurityGroup.fromSecurityGroupId(scope, `Group-${id}`, id, { mutable: false }),
    ),
  });
}

function importSubnet(scope: Construct, id: string): ISubnet {
  const subnet = Subnet.fromSubnetId(scope, `Subnet-${id}`, id);
  Annotations.of(subnet).acknowledgeWarning(
    '@aws-cdk/aws-ec2:noSubnetRouteTableId',
    'Nobody asks for its routes',
  );
  return subnet;
}

/** The registries, with their secrets by name or ARN. */
export function importRegistries(
  scope: Construct,
  settings: Readonly<Record<string, RegistrySettings>>,
): Registries {
  return Object.fromEntries(
    Object.entries(settings).map(([host, { secret, secretKeyArn, ...rest }]) => {
      const given = whenGiven(secret, (names) =>
        importSecrets(scope, host, [names].flat(), secretKeyArn),
      );
      return [host, withoutAbsent({ ...rest, secret: given })];
    }),
  );
}

/** An ARN that ends in the six characters that Secrets Manager adds. */
const COMPLETE_ARN = /^arn:.+-[A-Za-z0-9]{6}$/;

function importSecrets(
  scope: Construct,
  host: string,
  secrets: readonly string[],
  keyArn: string | undefined,
): readonly ISecret[] {
  const encryptionKey = whenGiven(keyArn, (arn) => Key.fromKeyArn(scope, `Key-${host}`, arn));
  return secrets.map((secret, position) => {
    const id = `Secret-${host}${position === 0 ? '' : `-${position + 1}`}`;
    return importSecret(scope, id, secret, encryptionKey);
  });
}

function importSecret(
  scope: Construct,
  id: string,
  secret: string,
  encryptionKey: IKey | undefined,
): ISecret {
  const arn = secret.startsWith('arn:') ? secret : arnOf(scope, secret);
  const isComplete = COMPLETE_ARN.test(secret);
  return Secret.fromSecretAttributes(
    scope,
    id,
    withoutAbsent({
      secretCompleteArn: isComplete ? arn : undefined,
      secretPartialArn: isComplete ? undefined : arn,
      encryptionKey,
    }),
  );
}

function arnOf(scope: Construct, secretName: string): string {
  return Stack.of(scope).formatArn({
    service: 'secretsmanager',
    resource: 'secret',
    resourceName: secretName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
