/** Ends a hint to give or renew credentials with `place`, as `RegistriesOptions.credentialsPlace` says it, if at all. */
export function inPlace(place: string | undefined): string {
  return place === undefined ? '' : ` ${place}`;
}
