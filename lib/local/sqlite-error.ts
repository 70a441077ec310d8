/** What `node:sqlite` throws for an error of SQLite's own, with its extended result code: sqlite.org/rescode.html. */
export type SqliteError = Error & { readonly code: 'ERR_SQLITE_ERROR'; readonly errcode: number };

const SQLITE_BUSY = 5;

/** The low byte of an extended result code is the primary one. */
const PRIMARY = 0xff;

/** Whether SQLite threw `error`, rather than a step between its calls. */
export function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR';
}

/** Whether `error` says that another connection has the database locked. */
export function isBusy(error: unknown): boolean {
  return isSqliteError(error) && (error.errcode & PRIMARY) === SQLITE_BUSY;
}
