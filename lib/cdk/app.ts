import { App, type AppProps, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ImageSyncerStack } from './image-syncer-stack.ts';

/** The app of `cdk synth`. */
export function createApp(props?: AppProps): App {
  const app = new App(props);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  new ImageSyncerStack(app, 'ImageSyncer', { syncer: { targets: [{ prefix: 'external/' }] } });
  return app;
}
