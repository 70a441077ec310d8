import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ImageSyncer } from './image-syncer.ts';
import type { ImageSyncerProps } from './image-syncer-props.ts';
import { outputsOf } from './stack-outputs.ts';

export interface ImageSyncerStackProps extends StackProps {
  /** What to deploy, or what makes it in this stack, such as resources that are there already. */
  readonly syncer: ImageSyncerProps | ((stack: Stack) => ImageSyncerProps);
}

/** An `ImageSyncer` in a stack of its own, which says where everything is. */
export class ImageSyncerStack extends Stack {
  readonly syncer: ImageSyncer;

  constructor(scope: Construct, id: string, { syncer, ...props }: ImageSyncerStackProps) {
    super(scope, id, props);
    // This id is hidden in what CloudFormation and AWS see: names begin with the stack's.
    this.syncer = new ImageSyncer(
      this,
      'Default',
      typeof syncer === 'function' ? syncer(this) : syncer,
    );
    for (const [name, value] of Object.entries(outputsOf(this, this.syncer))) {
      new CfnOutput(this, name, { value });
    }
  }
}
