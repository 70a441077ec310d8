import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import type { Place } from '../errors.ts';
import type { Findings } from '../findings.ts';
import { withoutSecret } from '../spelling.ts';
import { type Children, type Located, LocatedDocument } from './located-value.ts';

/** Far more than a hand-written file needs, far less than an alias bomb makes. */
const MOST_ALIASED_VALUES = 100_000;

interface Anchored {
  readonly value: unknown;
  /** Values that one alias adds to the document, those behind aliases within it included. */
  readonly size: number;
}

interface YamlValuesOptions {
  readonly findings: Findings;
  readonly placeAt: (offset: number) => Place;
}

/**
 * Turns YAML nodes into plain values that know their places.
 *
 * Aliases share the value of their anchor, so that memory stays within the size
 * of the file. Refused, besides bombs: keys that are no strings, keys that
 * stand twice, aliases before their anchor.
 */
export class YamlValues {
  readonly #findings: Findings;
  readonly #placeAt: (offset: number) => Place;
  readonly #anchors = new Map<string, Anchored>();
  readonly #children = new Map<unknown, Children>();
  #size = 0;
  #aliased = 0;
  #isDangling = false;

  constructor({ findings, placeAt }: YamlValuesOptions) {
    this.#findings = findings;
    this.#placeAt = placeAt;
  }

  /** Throws `DefinitionError` where an alias stands for nothing, or all for more than can be checked. */
  read(top: Node | null): LocatedDocument {
    const start = this.#placeAt(0);
    const located = top ? this.#locate(top, start) : { value: null, place: start, keyPlace: start };
    if (this.#isDangling) this.#findings.throwIfRefused();
    return new LocatedDocument(located, this.#children);
  }

  #locate(node: Node, keyPlace: Place): Located {
    return {
      value: this.#valueOf(node),
      place: this.#placeOf(node),
      keyPlace,
      ...(isScalar(node) && node.source !== undefined && { written: node.source }),
    };
  }

  #valueOf(node: Node): unknown {
    if (isAlias(node)) return this.#valueBehind(node);
    const before = this.#size;
    this.#size += 1;
    const value = this.#contentOf(node);
    if (node.anchor) this.#anchors.set(node.anchor, { value, size: this.#size - before });
    return value;
  }

  #contentOf(node: Exclude<Node, Alias>): unknown {
    if (isScalar(node)) return node.value;
    const children = isMap(node) ? this.#entriesOf(node) : this.#itemsOf(node);
    const values = [...children].map(([key, { value }]) => [key, value] as const);
    const content = isMap(node) ? Object.fromEntries(values) : values.map(([, value]) => value);
    this.#children.set(content, children);
    return content;
  }

  #itemsOf(node: Node): Children {
    const items = isSeq<Node>(node) ? node.items : [];
    return new Map(items.map((item, index) => [index, this.#locate(item, this.#placeOf(item))]));
  }

  #entriesOf(map: YAMLMap): Children {
    const entries = new Map<PropertyKey, Located>();
    for (const { key, value } of map.items as { key: Node; value: Node | null }[]) {
      const place = this.#placeOf(key);
      const name = this.#nameOf(key);
      // Read even where the key is refused: an alias further on may need an anchor in it.
      const entry = value ? this.#locate(value, place) : { value: null, place, keyPlace: place };
      if (name === undefined) continue;
      const first = entries.get(name);
      if (first) this.#refuseSecond(name, place, first.keyPlace);
      else entries.set(name, entry);
    }
    return entries;
  }

  #nameOf(key: Node): string | undefined {
    if (isScalar(key) && typeof key.value === 'string') return key.value;
    this.#findings.refuse(
      this.#placeOf(key),
      'a key that is not a string',
      'write the key as a word, in quotes where it is a number, true, false or null',
    );
    return undefined;
  }

  #refuseSecond(name: string, place: Place, first: Place): void {
    this.#findings.refuse(
      place,
      `key ${withoutSecret(name)} stands twice, first in line ${first.line}`,
      'remove one of the two',
    );
  }

  #valueBehind(alias: Alias): unknown {
    const anchored = this.#anchors.get(alias.source);
    if (!anchored) {
      // The name is not printed: an unquoted password may begin with an asterisk.
      const hint =
        'write &NAME before the value that it repeats, or quote a value that begins with *';
      this.#findings.refuse(this.#placeOf(alias), 'an alias without an anchor before it', hint);
      this.#isDangling = true;
      return null;
    }
    this.#size += anchored.size;
    this.#aliased += anchored.size;
    if (this.#aliased > MOST_ALIASED_VALUES) this.#refuseBomb(alias);
    return anchored.value;
  }

  #refuseBomb(alias: Alias): void {
    const message = `the aliases up to here stand for more than ${MOST_ALIASED_VALUES} values`;
    this.#findings.refuse(this.#placeOf(alias), message, 'write the values out instead of aliases');
    this.#findings.throwIfRefused();
  }

  #placeOf(node: Node): Place {
    return this.#placeAt(node.range?.[0] ?? 0);
  }
}
