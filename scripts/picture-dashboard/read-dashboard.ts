import { synthesiseTemplate } from '../../test/support/cdk.ts';
import { propertiesOf } from '../../test/support/template.ts';

/** A widget as CloudWatch gets it, in units of which a page is 24 wide. */
export interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: WidgetProperties;
}

export interface WidgetProperties {
  readonly title?: string;
  readonly markdown?: string;
  readonly stacked?: boolean;
  readonly alarms?: readonly string[];
  readonly query?: string;
  /** Namespace, name, dimensions in pairs, and last how it is shown. */
  readonly metrics?: readonly (readonly unknown[])[];
}

/** The widgets of the dashboard that the stack of cdk.json gets. */
export function readDashboard(): readonly Widget[] {
  const { DashboardBody } = propertiesOf(synthesiseTemplate(), 'AWS::CloudWatch::Dashboard');
  return JSON.parse(named(DashboardBody)).widgets;
}

/** Names as somebody would read them, in place of those that are known at deployment only. */
function named(body: string): string {
  return body
    .replaceAll(/<Alarms(\w+?)[0-9A-F]{8}\.Arn>/g, '$1')
    .replaceAll(/<Definition[0-9A-F]{8}>/g, 'imagesyncer-definition')
    .replaceAll(/<Ledger[0-9A-F]{8}>/g, 'ImageSyncer-Ledger');
}
