import { build, describeProduct } from "./lib/build.js";
import { takeNoArguments } from "./lib/usage.js";

takeNoArguments(`Use: npm run build

Bundles the Lambda functions and the pages into .build, and prints each with its size.
`);
for (const product of await build({ root: process.cwd() })) console.log(describeProduct(product));
