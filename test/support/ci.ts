/** Whether this runs where nobody watches, so that what cannot be tested must fail. */
export function inCi(ci = process.env['CI']): boolean {
  return ci !== undefined && ci !== '' && ci !== 'false';
}
