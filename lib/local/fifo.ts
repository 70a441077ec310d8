interface Node<Value> {
  readonly value: Value;
  next?: Node<Value>;
}

/** First in, first out, each in constant time; a value that was taken is not held on to, as an array's index would. */
export class Fifo<Value> {
  #first: Node<Value> | undefined;
  #last: Node<Value> | undefined;

  push(value: Value): void {
    const node: Node<Value> = { value };
    if (this.#last) this.#last.next = node;
    else this.#first = node;
    this.#last = node;
  }

  /** Takes the value that has waited longest, `undefined` where none waits. */
  shift(): Value | undefined {
    const node = this.#first;
    this.#first = node?.next;
    if (this.#first === undefined) this.#last = undefined;
    return node?.value;
  }
}
