import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { AttributeMap } from '../../../../lib/aws/dynamodb/table-writes.ts';
import type { ExpressionReader } from './expression-reader.ts';

/** What an expression is about: an item, and what the names and values in the expression stand for. */
export interface Subject {
  readonly item: AttributeMap;
  readonly names: Readonly<Record<string, string>>;
  readonly values: AttributeMap;
}

/** What an operand comes to; `undefined` where the item has no such attribute. */
export type Operand = (subject: Subject) => AttributeValue | undefined;

/** `#name`, a name as it is, `:value`, or `if_not_exists(#name, operand)`. */
export function readOperand(reader: ExpressionReader): Operand {
  if (reader.skip('IF_NOT_EXISTS')) {
    reader.expect('(');
    const name = reader.take();
    reader.expect(',');
    const otherwise = readOperand(reader);
    reader.expect(')');
    return (subject) => subject.item[attributeName(name, subject)] ?? otherwise(subject);
  }
  const word = reader.take();
  if (!word.startsWith(':')) return (subject) => subject.item[attributeName(word, subject)];
  return ({ values }) => {
    const value = values[word];
    if (value === undefined) throw new Error(`nothing is given for ${word}`);
    return value;
  };
}

/** The attribute that `word` of an expression names. */
export function attributeName(word: string, { names }: Pick<Subject, 'names'>): string {
  if (!word.startsWith('#')) return word;
  const name = names[word];
  if (name === undefined) throw new Error(`nothing is given for ${word}`);
  return name;
}
