// `npm run build`: bundles the Lambda functions and the pages into .build, printing each with its size.
import { build, describeProduct } from "./lib/build.js";

await build({ root: process.cwd(), onProgress: (product) => console.log(describeProduct(product)) });
