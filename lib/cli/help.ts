import type { Option } from 'commander';

/** How commands are explained: what can be chosen, what is taken without a choice, and which variable takes part. */
export const helpConfiguration = {
  optionDescription({ description, argChoices, envVar, ...option }: Option): string {
    const { defaultValue, defaultValueDescription: inWords = defaultValue } = option;
    const facts = [
      ...(argChoices ? [argChoices.join(', ')] : []),
      ...(['string', 'number'].includes(typeof inWords) ? [`default: ${inWords}`] : []),
      ...(envVar === undefined ? [] : [envVar]),
    ];
    return facts.length === 0 ? description : `${description} (${facts.join('; ')})`;
  },
};
