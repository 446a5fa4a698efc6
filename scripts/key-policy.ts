import { policyOf } from "../stacks/constructs/iam.js";
import { keyPolicyStatements } from "../stacks/constructs/key-policy.js";
import { readSettings } from "./lib/settings.js";
import { answerHelp, UsageError, useLine } from "./lib/usage.js";

const usage = `Use: CUSTOMER_KEY_ARN=arn:aws:kms:... npm run -s key-policy -- [--account 111122223333]

Prints what the owner of a KMS key of your own adds to its policy. docs/keys.md says what it is for.

  --account     where the systems are, if not in the key's account
  TF_VAR_stage  the stage
`;
answerHelp(usage);

const [flag, account, ...more] = process.argv.slice(2);
if (more.length > 0 || (flag !== undefined && (flag !== "--account" || !/^\d{12}$/.test(account ?? "")))) {
  throw new UsageError(`"${process.argv.slice(2).join(" ")}" is not known here.\n${useLine(usage)}`);
}
const { stage, customerKey: key } = readSettings(process.env);
if (key === undefined) throw new UsageError(`Which key? Name it in CUSTOMER_KEY_ARN.\n${useLine(usage)}`);
const statements = keyPolicyStatements({ key, stage, ...(account !== undefined && { account }) });
console.log(JSON.stringify(policyOf(statements), null, 2));
