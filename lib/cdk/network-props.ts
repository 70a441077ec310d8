import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';

/** A network for the functions; without one they run outside of any. */
export interface NetworkProps {
  readonly vpc: IVpc;
  /** Default: the private subnets. They need a way to the registries. */
  readonly subnets?: SubnetSelection;
  /** Default: one is made that lets everything out. */
  readonly securityGroups?: readonly ISecurityGroup[];
}
