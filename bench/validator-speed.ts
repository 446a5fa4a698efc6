// A CommonJS package whose names Node does not see: its default import has them all.
import languageServices from "amazon-states-language-service";
import aslValidator from "asl-validator";
import { render } from "../asl/index.js";
import { validate } from "../asl/validator/index.js";
import { petReminders } from "../asl/workflows/pet-reminders.js";
import { medianTime } from "./median-time.js";
import { shown, table } from "./table.js";
import { taskChain } from "./task-chain.js";

const languageService = languageServices.getLanguageService({});

type Validator = (text: string) => unknown;

const ours: Validator = (text) => validate(text, { expressions: false });
const oursWithJsonata: Validator = (text) => validate(text);
const aslValidator4: Validator = (text) => aslValidator(JSON.parse(text));
const service: Validator = (text) => {
  const document = languageServices.TextDocument.create("bench://definition.asl", "asl", 1, text);
  return languageService.doValidation(document, languageService.parseJSONDocument(document));
};

const definitions: readonly { readonly name: string; readonly definition: object; readonly theirs: boolean }[] = [
  {
    name: "pet-reminders",
    definition: render(petReminders, { lambda: (name) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}` }),
    theirs: true,
  },
  ...[1_000, 10_000, 50_000].map((length) => ({
    name: `${length.toLocaleString("en")} Task states`,
    definition: taskChain(length),
    theirs: length === 1_000,
  })),
];

/** Times validators on the same definitions, from text to findings; no text comes twice. */
export async function validatorSpeed(): Promise<string> {
  const rows: string[][] = [];
  for (const { name, definition, theirs } of definitions) {
    const fresh = (iteration: number) => JSON.stringify({ ...definition, Comment: `${name} ${iteration}` });
    const time = async (validator: Validator) => shown(await medianTime(fresh, validator));
    const peers = theirs ? [await time(aslValidator4), await time(service)] : ["", ""];
    rows.push([name, await time(ours), await time(oursWithJsonata), ...peers]);
  }
  return table(
    [
      "milliseconds",
      "ours, structure",
      "ours, with JSONata",
      "asl-validator 4.0.0",
      "amazon-states-language-service 1.16.1",
    ],
    rows,
  );
}
