// What CloudFormation, SAM and Terraform templates put in for another value: ${Name}, ${Resource.Arn}, ${AWS::Region}.
const placeholder = /\$\{[A-Za-z_][\w.:-]*\}/g;
const whole = /^\$\{[A-Za-z_][\w.:-]*\}$/;

/** Whether a text has a `${Name}` in it, for which a deployment puts in something else. */
export function hasPlaceholder(text: string): boolean {
  return text.includes("${") && text.search(placeholder) >= 0;
}

/** Whether a value is nothing but a `${Name}`: it stands for any text, ARN or number. */
export function isPlaceholder(value: unknown): boolean {
  return typeof value === "string" && value.startsWith("${") && whole.test(value);
}

/** A text with something harmless in the place of each `${Name}`. */
export function fillPlaceholders(text: string, filling: string): string {
  return text.includes("${") ? text.replace(placeholder, filling) : text;
}
