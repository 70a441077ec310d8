import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Announcements } from './announcements.ts';
import type { HandlerFunctions } from './create-functions.ts';
import type { Service } from './service.ts';
import type { ServiceMetrics } from './service-metrics.ts';

/** What the dashboard shows. */
export interface DashboardProps {
  readonly service: Service;
  readonly metrics: ServiceMetrics;
  readonly announcements: Announcements;
  readonly handlers: HandlerFunctions;
  readonly alarms: Readonly<Record<string, Alarm>>;
}
