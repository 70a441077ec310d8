import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSettings, SETTINGS_KEY, type Settings } from '../../lib/cdk/settings.ts';
import { propsOf } from '../../lib/cdk/settings-props.ts';
import { type Synthesised, synthesise } from '../support/cdk.ts';
import { propertiesOf, resourcesOf } from '../support/template.ts';

const OPERATIONS = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8');

/** Every setting, as long as the types are right. */
const SETTINGS: Readonly<Record<keyof Settings, string>> = {
  stackName: '`stackName`',
  account: '`account`',
  region: '`region`',
  targets: '`targets`',
  definition: '`definition`',
  registries: '`registries`',
  schedule: '`schedule`',
  staleAfterHours: '`staleAfterHours`',
  runTimeoutHours: '`runTimeoutHours`',
  worker: '`worker.memoryMiB`',
  plannerMemoryMiB: '`plannerMemoryMiB`',
  putImageRate: '`putImageRate`',
  encryptionKey: '`encryptionKey`',
  network: '`network`',
  permissionsBoundary: '`permissionsBoundary`',
  logRetentionDays: '`logRetentionDays`',
  historyRetentionDays: '`historyRetentionDays`',
  alarmTopicArn: '`alarmTopicArn`',
  alarmEmail: '`alarmEmail`',
  eventBusName: '`eventBusName`',
  removalPolicy: '`removalPolicy`',
  serviceName: '`serviceName`',
  tracing: '`tracing`',
  environment: '`environment`',
};

describe('docs/operations.md', () => {
  let synthesised: Synthesised;

  beforeAll(() => {
    synthesised = synthesise();
  });

  afterAll(() => synthesised.dispose());

  it('has a heading for every alarm, and for no other', () => {
    const ids = Object.keys(resourcesOf(synthesised.template, 'AWS::CloudWatch::Alarm'));
    const names = ids.map((id) => id.replace(/^Alarms/, '').replace(/[0-9A-F]{8}$/, ''));

    expect(headingsOf(sectionOf('Alarms'), '###').toSorted()).toEqual(names.toSorted());
  });

  it('explains every graph and table of the dashboard', () => {
    const { DashboardBody } = propertiesOf(synthesised.template, 'AWS::CloudWatch::Dashboard');
    const titles = Array.from(DashboardBody.matchAll(/"title":"([^"]+)"/g), ([, title]) => title);

    expect(titles.length).toBeGreaterThan(10);
    for (const title of titles) expect(sectionOf('The dashboard')).toContain(`*${title}*`);
  });

  it('has a row for every setting', () => {
    const rows = sectionOf('Settings');

    for (const name of Object.values(SETTINGS)) expect(rows).toContain(name);
  });

  it('looks up what the stack says, and nothing that it does not', () => {
    const lookedUp = Array.from(OPERATIONS.matchAll(/\$\(output (\w+)\)/g), ([, name]) => name);
    const outputs = Object.keys(synthesised.template.Outputs ?? {});

    expect(outputs).toEqual(expect.arrayContaining(lookedUp));
    expect(outputs.filter((name) => !OPERATIONS.includes(name))).toEqual([]);
  });

  it('has settings for examples that can be deployed', () => {
    const examples = examplesOf(OPERATIONS);

    expect(examples.length).toBeGreaterThan(1);
    for (const example of examples) {
      expect(() => propsOf(new Stack(new App(), 'Example'), parseSettings(example))).not.toThrow();
    }
  });
});

/** What stands below the heading `title` of the second level. */
function sectionOf(title: string): string {
  const [, section = ''] = OPERATIONS.split(`\n## ${title}\n`);
  const [own = ''] = section.split('\n## ');
  return own;
}

function headingsOf(section: string, marks: string): readonly string[] {
  return section.split('\n').flatMap((line) => {
    return line.startsWith(`${marks} `) ? [line.slice(marks.length + 1)] : [];
  });
}

function examplesOf(text: string): readonly unknown[] {
  const blocks = Array.from(text.matchAll(/```json\n([\s\S]*?)```/g), ([, json = '']) =>
    JSON.parse(json),
  );
  return blocks.flatMap((block) => (SETTINGS_KEY in block ? [block[SETTINGS_KEY]] : []));
}
