/** Tells, to whoever knows nothing but the table, which functions serve it. */
export interface ServiceRecords {
  /** `undefined` before the planner has run for the first time. */
  read(): Promise<ServiceRecord | undefined>;
  keep(record: ServiceRecord): Promise<void>;
}

export interface ServiceRecord {
  /** Name of the Lambda function that plans, as Invoke takes it. */
  readonly planFunction: string;
  readonly region: string;
}
