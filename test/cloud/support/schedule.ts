import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Cloud } from './cloud.ts';

const scheduleSchema = z.object({
  Target: z.object({ Arn: z.string(), RoleArn: z.string(), Input: z.string() }),
});

/** Has the template's only schedule strike now. */
export function strikeSchedule(cloud: Cloud): void {
  const { properties } = cloud.find('AWS::Scheduler::Schedule');
  const { Arn, RoleArn, Input } = scheduleSchema.parse(properties).Target;
  const { clock, delivery } = cloud.parts;
  const time = new Date(clock.now()).toISOString().replace(/\.\d+/, '');
  // EventBridge Scheduler, "Context attributes".
  const input = Input.replaceAll('<aws.scheduler.scheduled-time>', time).replaceAll(
    '<aws.scheduler.execution-id>',
    randomUUID(),
  );
  delivery.bySchedule(RoleArn, Arn, JSON.parse(input));
}
