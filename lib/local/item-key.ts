/** Names an item as the ledger's table does and tells the compiler, and it alone, what the item holds. */
export interface ItemKey<Item> {
  readonly pk: string;
  readonly sk: string;
  readonly holds?: Item;
}
