import type { Place } from '../errors.ts';

/** Keys and list positions that lead from the top of a document to a value in it. */
export type Path = readonly PropertyKey[];

/** A value of a document with the place it is written at. */
export interface Located {
  readonly value: unknown;
  readonly place: Place;
  /** Where the key of the value stands; the value's own place in a list. */
  readonly keyPlace: Place;
  /** A scalar as the file spells it, such as `1.10` for the number 1.1. */
  readonly written?: string;
}

/** The values directly within a map or a list, by key or position. */
export type Children = ReadonlyMap<PropertyKey, Located>;

/** The plain value of a document that knows where each part of it came from. */
export class LocatedDocument {
  readonly #top: Located;
  readonly #children: ReadonlyMap<unknown, Children>;

  constructor(top: Located, children: ReadonlyMap<unknown, Children>) {
    this.#top = top;
    this.#children = children;
  }

  /** The whole document as maps, lists and scalars. */
  get value(): unknown {
    return this.#top.value;
  }

  /** What stands at `path`, `undefined` where nothing does. */
  find(path: Path): Located | undefined {
    return path.reduce<Located | undefined>(
      (parent, key) => this.#children.get(parent?.value)?.get(key),
      this.#top,
    );
  }

  /** Where the value at `path` stands; where it is absent, what it is absent from. */
  placeOf(path: Path): Place {
    const found = this.find(path);
    if (found) return found.place;
    return path.length === 0 ? this.#top.place : this.placeOf(path.slice(0, -1));
  }
}
