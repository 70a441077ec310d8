import { App, type AppProps, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { handlersBundledInto } from './bundled-handlers.ts';
import { ImageSyncerStack } from './image-syncer-stack.ts';
import { ImageSyncerTarget } from './image-syncer-target.ts';
import { parseSettings, SETTINGS_KEY, type Settings, settingsError } from './settings.ts';
import { propsOf } from './settings-props.ts';
import { deployedTarget } from './settings-targets.ts';
import { withoutAbsent } from './without-absent.ts';

export interface SyncerAppProps extends AppProps {
  /** A folder that the functions' code was bundled into. Default: it is bundled while the stack is made. */
  readonly handlers?: string;
}

/** The app of `cdk`: the stack that the context of cdk.json describes, and one for each account whose role it names. */
export function createApp({ handlers, ...props }: SyncerAppProps = {}): App {
  const app = new App(props);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const settings = parseSettings(app.node.tryGetContext(SETTINGS_KEY));
  const { stackName = 'ImageSyncer', account, region } = settings;
  new ImageSyncerStack(app, stackName, {
    description: 'Keeps verified copies of container images in registries of yours',
    env: withoutAbsent({ account, region }),
    terminationProtection: settings.removalPolicy !== 'destroy',
    syncer: (stack) => ({
      ...propsOf(stack, settings),
      ...(handlers !== undefined && { code: handlersBundledInto(handlers) }),
    }),
  });
  addTargetStacks(app, stackName, settings);
  return app;
}

function addTargetStacks(app: App, stackName: string, settings: Settings): void {
  for (const target of settings.targets) {
    const deployed = deployedTarget(target);
    if (!deployed) continue;
    const { account, region, ...props } = deployed;
    if (settings.account === undefined) {
      throw settingsError(
        ` › account: expected the syncer's own account, which the role ${props.roleName} in ${account} trusts`,
      );
    }
    const id = `${stackName}-${props.roleName}-${account}`;
    if (app.node.tryFindChild(id)) {
      throw settingsError(
        ` › targets: roleName ${props.roleName} is there twice for ${account}, and an account has one role of a name: write another one`,
      );
    }
    new ImageSyncerTarget(app, id, {
      description: `Lets ${stackName} of ${settings.account} write to this account's registry`,
      ...props,
      trustedAccount: settings.account,
      env: withoutAbsent({ account, region: region ?? settings.region }),
    });
  }
}
