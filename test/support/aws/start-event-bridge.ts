import { type AwsService, type AwsServiceOptions, startAwsService } from './aws-service.ts';

/** An event that was taken. */
export interface TakenEvent {
  readonly source: unknown;
  readonly detailType: unknown;
  readonly bus: unknown;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface EventBridge extends AwsService {
  /** In the order in which they came. */
  readonly events: TakenEvent[];
  /** Takes none of the next `times` events, in answers that are no failures themselves. */
  rejectNext(times: number, code: string): void;
}

/** EventBridge, as far as it takes events: `PutEvents`. */
export async function startEventBridge(
  options?: Pick<AwsServiceOptions, 'before'>,
): Promise<EventBridge> {
  const events: TakenEvent[] = [];
  let rejection = { left: 0, code: '' };
  const take = (entry: Readonly<Record<string, unknown>>) => {
    if (rejection.left > 0) {
      rejection = { ...rejection, left: rejection.left - 1 };
      return { ErrorCode: rejection.code, ErrorMessage: 'try again' };
    }
    const { Source: source, DetailType: detailType, EventBusName: bus } = entry;
    events.push({ source, detailType, bus, detail: JSON.parse(String(entry['Detail'])) });
    return { EventId: String(events.length) };
  };
  const service = await startAwsService(
    {
      PutEvents: ({ input }) => {
        const Entries = [input['Entries']].flat().map((entry) => take(Object(entry)));
        const FailedEntryCount = Entries.filter((entry) => 'ErrorCode' in entry).length;
        return { FailedEntryCount, Entries };
      },
    },
    options,
  );
  return {
    ...service,
    events,
    rejectNext: (times, code) => {
      rejection = { left: times, code };
    },
  };
}
