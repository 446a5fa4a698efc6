/** What the shop sells. `price` is in cents; `stock` is what the warehouse has when it opens for the first time. */
export interface Product {
  readonly name: string;
  readonly price: number;
  readonly stock: number;
}

/** The shop's products, by their `sku`. There is no unicorn, and the last vase is broken: orders of these fail. */
export const catalogue: ReadonlyMap<string, Product> = new Map([
  ["mug", { name: "Mug", price: 1_250, stock: 1_000 }],
  ["teapot", { name: "Teapot", price: 3_900, stock: 500 }],
  ["espresso-machine", { name: "Espresso machine", price: 64_900, stock: 50 }],
  ["broken-vase", { name: "Vase", price: 2_500, stock: 100 }],
  ["unicorn", { name: "Unicorn", price: 99, stock: 0 }],
]);
