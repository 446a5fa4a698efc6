import type { ItemsData } from "./distributed-data.js";
import { type Arg, type Data, type Expr, toExpression, type ValueOf } from "./expression.js";
import { freeze } from "./freeze.js";
import { reference } from "./reference.js";
import type { Given } from "./variable-type.js";

declare const childInput: unique symbol;

/** What each child execution of a distributed Map begins with: an `Input`. */
export interface ChildInputs<out Input> {
  readonly [childInput]: Input;
  readonly data: ItemsData;
}

/** What `select` destructures: the item, its place from 0, and its key where the items are the fields of an object. */
export interface SelectScope<T> {
  readonly item: Data<T>;
  readonly index: Data<number>;
  readonly key: Data<string>;
}

/** How items are put together for one child execution; at least one limit. */
export type Batching<A> = { readonly input?: A } & (
  | { readonly maxItems: Arg<number>; readonly maxBytes?: Arg<number> }
  | { readonly maxItems?: Arg<number>; readonly maxBytes: Arg<number> }
);

/** What a child execution begins with when items come in batches. */
export type Batch<T, A> = { readonly Items: readonly T[] } & ([A] extends [never]
  ? unknown
  : { readonly BatchInput: ValueOf<A> });

const mapItem = "$states.context.Map.Item";
/** The items of a distributed Map, each an `Item`; a child execution begins with what one of them becomes, an `Input`. */
export class ItemSource<Item, Input> implements ChildInputs<Input> {
  declare readonly [childInput]: Input;
  readonly data: ItemsData;

  constructor(data: ItemsData) {
    this.data = freeze(data);
    Object.freeze(this);
  }

  /**
   * Makes what a child execution begins with (ASL: `ItemSelector`). It is the only way in for data from outside: a child execution sees
   * neither the names in scope nor the execution's input.
   *
   * @example `items(input.lines).select(({ item }) => ({ orderId: input.orderId, sku: item.sku }))`
   */
  select<const A>(make: (scope: SelectScope<Item>) => A & Given<A>): ItemSource<Item, ValueOf<A>> {
    const scope = {
      item: reference<Item>(`${mapItem}.Value`),
      index: reference<number>(`${mapItem}.Index`),
      key: reference<string>(`${mapItem}.Key`),
    };
    return new ItemSource({ ...this.data, selector: toExpression(make(scope), "select") });
  }

  /** Gives each child execution several items (ASL: `ItemBatcher`), with `input` beside them. */
  inBatches<const A = never>({ input, maxItems, maxBytes }: Batching<A>): ChildInputs<Batch<Input, A>> {
    return new ItemSource({
      ...this.data,
      batch: {
        ...(maxItems !== undefined && { maxItems: toExpression(maxItems, "maxItems") }),
        ...(maxBytes !== undefined && { maxBytes: toExpression(maxBytes, "maxBytes") }),
        ...(input !== undefined && { input: toExpression(input, "input") }),
      },
    });
  }
}

/** A field of an object, as a Map over the object's fields gives it. */
export interface Entry<T> {
  readonly Key: string;
  readonly Value: T;
}

/** The items of a list that the data has. */
export function items<T>(list: Expr<readonly T[]>): ItemSource<T, T> {
  return new ItemSource({ from: { kind: "data", items: toExpression(list) } });
}

/**
 * The fields of an object that the data has. A child execution begins with `{ Key, Value }`; to `select`, the item is the value.
 *
 * Source: AWS Step Functions Developer Guide, "ItemsPath (Map, JSONPath only)".
 */
export function entries<T>(object: Expr<{ readonly [key: string]: T }>): ItemSource<T, Entry<T>> {
  return new ItemSource({ from: { kind: "data", items: toExpression(object) } });
}
