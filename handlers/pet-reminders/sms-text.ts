/**
 * Whether a text fits the longest SMS that AWS takes: 1,530 characters of the GSM 7-bit alphabet (ten parts of 153; the ten
 * characters of its extension count twice), or 630 UTF-16 units when it holds any other character. These are the limits
 * of AWS End User Messaging SMS, by which SNS sends; both lie within the 1,600 bytes of one SNS publish. A part is
 * what is paid for.
 */
export function fitsSms(text: string): boolean {
  const units = gsmUnits(text);
  return units === undefined ? text.length <= 630 : units <= 1530;
}

// The length in septets (GSM 03.38), or undefined when a character is not in the alphabet.
function gsmUnits(text: string): number | undefined {
  let units = 0;
  for (const character of text) {
    if (BASIC.has(character)) units += 1;
    else if (EXTENSION.has(character)) units += 2;
    else return undefined;
  }
  return units;
}

const BASIC: ReadonlySet<string> = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENSION: ReadonlySet<string> = new Set("\f^{}\\[~]|€");
