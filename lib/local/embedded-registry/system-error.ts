/** What `call` resolves to, or `undefined` where the system refused it with `code`, such as `ENOENT`. */
export async function tolerating<T>(code: string, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === code) return undefined;
    throw error;
  }
}
