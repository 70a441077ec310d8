/** What a registry is told about who asks; absent credentials mean anonymous. */
export type Credentials =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** Sent as it is, as `Authorization: Bearer`. */
  | { readonly kind: 'token'; readonly token: string }
  /** Exchanged for access tokens at the registry's token service, as `docker login` stores it. */
  | { readonly kind: 'identity-token'; readonly token: string };
