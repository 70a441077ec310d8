import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { AttributeMap } from '../../../../lib/aws/dynamodb/table-writes.ts';
import { ExpressionReader } from './expression-reader.ts';
import { attributeName, type Operand, readOperand, type Subject } from './operand.ts';

/** The item as an update leaves it. */
export type Change = (subject: Subject) => AttributeMap;

/** Changes one attribute in `item`; every value is of the item as it was before. */
type Step = (item: AttributeMap, subject: Subject) => void;

const read = new Map<string, Change>();

/** Reads what DynamoDB's language has for updates, as far as this project uses it; each text once. */
export function changeOf(text: string): Change {
  const change = read.get(text) ?? parse(text);
  read.set(text, change);
  return change;
}

function parse(text: string): Change {
  const reader = new ExpressionReader(text);
  const steps: Step[] = [];
  while (!reader.isOver) steps.push(...readClause(reader));
  return (subject) => {
    const item = { ...subject.item };
    for (const step of steps) step(item, subject);
    return item;
  };
}

function readClause(reader: ExpressionReader): readonly Step[] {
  if (reader.skip('SET')) return reader.list(() => readSet(reader));
  if (reader.skip('ADD')) return reader.list(() => readAdd(reader));
  reader.expect('REMOVE');
  return reader.list(() => readRemove(reader));
}

function readSet(reader: ExpressionReader): Step {
  const name = reader.take();
  reader.expect('=');
  const value = readSum(reader);
  return (item, subject) => {
    item[attributeName(name, subject)] = present(value(subject), name);
  };
}

function readSum(reader: ExpressionReader): Operand {
  const left = readOperand(reader);
  if (!reader.skip('+')) return left;
  const right = readOperand(reader);
  return (subject) => sum(present(left(subject), 'an addend'), right(subject));
}

/** What is not there counts as 0. */
function readAdd(reader: ExpressionReader): Step {
  const name = reader.take();
  const value = readOperand(reader);
  return (item, subject) => {
    const attribute = attributeName(name, subject);
    item[attribute] = sum(subject.item[attribute] ?? { N: '0' }, value(subject));
  };
}

function readRemove(reader: ExpressionReader): Step {
  const name = reader.take();
  return (item, subject) => {
    delete item[attributeName(name, subject)];
  };
}

function sum(left: AttributeValue, right: AttributeValue | undefined): AttributeValue {
  return { N: String(Number(left.N) + Number(right?.N)) };
}

function present(value: AttributeValue | undefined, name: string): AttributeValue {
  if (value === undefined) throw new Error(`${name} refers to an attribute that is not there`);
  return value;
}
