import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { AttributeMap } from './table-writes.ts';

/** What a list or a map takes beside its members, and beside each of them. */
const COLLECTION_BYTES = 3;
const MEMBER_BYTES = 1;

const UNIT_BYTES = 1024;

/** A transaction prepares each item before it writes it. */
const TRANSACTION_FACTOR = 2;

/** Bytes of an item, by docs.aws.amazon.com/amazondynamodb, "DynamoDB item sizes and formats". */
export function itemBytes(item: AttributeMap): number {
  return sum(Object.entries(item).map(([name, value]) => textBytes(name) + valueBytes(value)));
}

/** Write units that a transaction takes for an item of so many bytes, the larger of before and after. */
export function transactionUnits(bytes: number): number {
  return TRANSACTION_FACTOR * Math.max(1, Math.ceil(bytes / UNIT_BYTES));
}

function valueBytes({ S, N, B, L, M, SS, NS, BS }: AttributeValue): number {
  if (S !== undefined) return textBytes(S);
  if (N !== undefined) return numberBytes(N);
  if (B !== undefined) return B.byteLength;
  if (L) return COLLECTION_BYTES + sum(L.map((value) => MEMBER_BYTES + valueBytes(value)));
  if (M) return COLLECTION_BYTES + MEMBER_BYTES * Object.keys(M).length + itemBytes(M);
  if (SS) return sum(SS.map(textBytes));
  if (NS) return sum(NS.map(numberBytes));
  if (BS) return sum(BS.map(({ byteLength }) => byteLength));
  // A boolean or null.
  return 1;
}

/** One byte for two significant digits, one for the exponent, and one for a sign. */
function numberBytes(text: string): number {
  const [mantissa = ''] = text.toLowerCase().split('e');
  const digits = mantissa.replace(/[-+.]/g, '').replace(/^0+|0+$/g, '');
  return Math.ceil(digits.length / 2) + 1 + (text.startsWith('-') ? 1 : 0);
}

function textBytes(text: string): number {
  return Buffer.byteLength(text);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
