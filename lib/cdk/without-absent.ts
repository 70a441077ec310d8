/** `Props` without its `undefined`: AWS CDK's properties are left out, never set to nothing. */
export type WithoutAbsent<Props> = {
  [Key in keyof Props as undefined extends Props[Key] ? never : Key]: Props[Key];
} & {
  [Key in keyof Props as undefined extends Props[Key] ? Key : never]?: Exclude<
    Props[Key],
    undefined
  >;
};

/** Leaves out of `props` what is `undefined`. */
export function withoutAbsent<Props extends object>(props: Props): WithoutAbsent<Props> {
  const present = Object.entries(props).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as WithoutAbsent<Props>;
}
