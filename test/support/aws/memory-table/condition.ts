import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { ExpressionReader } from './expression-reader.ts';
import { attributeName, type Operand, readOperand, type Subject } from './operand.ts';

export type Condition = (subject: Subject) => boolean;

const read = new Map<string, Condition>();

/** Reads what DynamoDB's language has for conditions, as far as this project uses it; each text once. */
export function conditionOf(text: string): Condition {
  const condition = read.get(text) ?? parse(text);
  read.set(text, condition);
  return condition;
}

function parse(text: string): Condition {
  const reader = new ExpressionReader(text);
  const condition = readEither(reader);
  if (!reader.isOver) throw new Error(`${reader.next} is not understood: ${text}`);
  return condition;
}

function readEither(reader: ExpressionReader): Condition {
  const parts = [readAll(reader)];
  while (reader.skip('OR')) parts.push(readAll(reader));
  return (subject) => parts.some((part) => part(subject));
}

function readAll(reader: ExpressionReader): Condition {
  const parts = [readOne(reader)];
  while (reader.skip('AND')) parts.push(readOne(reader));
  return (subject) => parts.every((part) => part(subject));
}

function readOne(reader: ExpressionReader): Condition {
  if (reader.skip('ATTRIBUTE_NOT_EXISTS')) return readPresence(reader, false);
  if (reader.skip('ATTRIBUTE_EXISTS')) return readPresence(reader, true);
  if (!reader.skip('(')) return readComparison(reader);
  const inner = readEither(reader);
  reader.expect(')');
  return inner;
}

function readPresence(reader: ExpressionReader, isWanted: boolean): Condition {
  reader.expect('(');
  const name = reader.take();
  reader.expect(')');
  return (subject) => attributeName(name, subject) in subject.item === isWanted;
}

function readComparison(reader: ExpressionReader): Condition {
  const left = readOperand(reader);
  if (reader.skip('IN')) return readMembership(reader, left);
  const holds = HOLDS[reader.take()];
  if (!holds) throw new Error('a comparison is not understood');
  const right = readOperand(reader);
  return (subject) => {
    const order = compare(left(subject), right(subject));
    return order !== undefined && holds(order);
  };
}

function readMembership(reader: ExpressionReader, left: Operand): Condition {
  reader.expect('(');
  const members = reader.list(() => readOperand(reader));
  reader.expect(')');
  return (subject) => members.some((member) => compare(left(subject), member(subject)) === 0);
}

const HOLDS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** Below, at or above 0; `undefined` where one is missing or they are of different types. */
function compare(
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): number | undefined {
  if (left?.N !== undefined && right?.N !== undefined) return Number(left.N) - Number(right.N);
  if (left?.S === undefined || right?.S === undefined) return undefined;
  if (left.S === right.S) return 0;
  return left.S < right.S ? -1 : 1;
}
