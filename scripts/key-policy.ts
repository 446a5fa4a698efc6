// Prints what a customer key's owner adds to its policy: `CUSTOMER_KEY_ARN=arn:aws:kms:... npm run key-policy [-- --account 111122223333]`.
// TF_VAR_stage chooses the stage. docs/keys.md says what it is for.
import { customerKey } from "../stacks/constructs/customer-key.js";
import { policyOf } from "../stacks/constructs/iam.js";
import { keyPolicyStatements } from "../stacks/constructs/key-policy.js";
import { settingsFrom } from "../stacks/settings.js";

const [flag, account, ...more] = process.argv.slice(2);
if (more.length > 0 || (flag !== undefined && (flag !== "--account" || !/^\d{12}$/.test(account ?? "")))) {
  console.error(
    "Usage: npm run key-policy [-- --account 111122223333] (where the systems are, if not in the key's account)",
  );
  process.exit(2);
}
const { stage } = settingsFrom(process.env);
const key = customerKey(process.env.CUSTOMER_KEY_ARN ?? "");
const statements = keyPolicyStatements({ key, stage, ...(account !== undefined && { account }) });
console.log(JSON.stringify(policyOf(statements), null, 2));
