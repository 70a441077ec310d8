/** What image-syncer promises, and what the bench found. */
export interface Goal {
  readonly name: string;
  /** Whether `limit` is the most or the least that `actual` may be. */
  readonly bound: 'most' | 'least';
  readonly limit: number;
  readonly actual: number;
  readonly met: boolean;
}
