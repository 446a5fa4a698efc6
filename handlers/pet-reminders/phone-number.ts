import { parsePhoneNumberFromString } from "libphonenumber-js/min";

/**
 * The country calling code (without `+`) of a phone number written in E.164, or `undefined` when the text is not a
 * number that can exist. The smallest set of rules knows each country's lengths and leading digits, which is what a
 * typing mistake breaks; it cannot tell a mobile phone from another.
 */
export function callingCodeOf(text: string): string | undefined {
  if (!/^\+[1-9]\d{1,14}$/.test(text)) return undefined;
  const parsed = parsePhoneNumberFromString(text);
  // The parser mends what it can, such as a superfluous 0; what was written must be the number itself.
  return parsed?.isValid() && parsed.number === text ? parsed.countryCallingCode : undefined;
}
