import { transactionUnits } from '../../../../lib/aws/dynamodb/item-size.ts';

/** Hears what a table on demand would be billed for: docs.aws.amazon.com/amazondynamodb, "Read and write operations". */
export interface TableMeter {
  read(partition: string, units: number): void;
  write(partition: string, units: number): void;
}

/** What a single write is charged by, which is half of a transaction. */
const TRANSACTION_FACTOR = 2;

const READ_UNIT_BYTES = 4096;

/** Units of one write outside a transaction, of an item that has so many bytes at its largest, before or after. */
export function writeUnits(bytes: number): number {
  return transactionUnits(bytes) / TRANSACTION_FACTOR;
}

/** Units of what one request reads together; half of that where it may be old. */
export function readUnits(bytes: number, isConsistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES)) / (isConsistent ? 1 : 2);
}
