import { Duration } from 'aws-cdk-lib';
import { Dashboard, PeriodOverride } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { DashboardProps } from './dashboard-props.ts';
import {
  alarmWidgets,
  failureWidgets,
  functionWidgets,
  imageWidgets,
  queueWidgets,
  registryWidgets,
} from './dashboard-widgets.ts';

/** One page that says whether everything is in place, and where to look when not. */
export function createDashboard(scope: Construct, id: string, props: DashboardProps): Dashboard {
  const dashboard = new Dashboard(scope, id, {
    defaultInterval: Duration.days(1),
    periodOverride: PeriodOverride.AUTO,
  });
  dashboard.addWidgets(...alarmWidgets(props));
  dashboard.addWidgets(...imageWidgets(props));
  dashboard.addWidgets(...queueWidgets(props));
  dashboard.addWidgets(...functionWidgets(props));
  dashboard.addWidgets(...registryWidgets(props));
  dashboard.addWidgets(...failureWidgets(props));
  return dashboard;
}
