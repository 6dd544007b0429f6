/* What the scripts say, in the page's language. The English stands in the code and is the key; the server sends the rest
   (#words, i18n/script_words.py), and none for English. frontend/build.mjs lists what is given to `t` and `plural`, so both take
   texts as they are: in double quotes or backticks, with {placeholders}, in one piece. */

const page = globalThis.document;
const sent = page?.getElementById("words");
/** @type {Record<string, string | string[]>} */
const words = sent ? JSON.parse(sent.textContent ?? "{}") : {};
/** The language of the page. */
export const language = page?.documentElement.lang || "en";
export const isEnglish = language === "en";

/** @param {string} text @param {Record<string, string | number>} values */
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

/** A message in the page's language, its placeholders filled. @param {string} message @param {Record<string, string | number>} [values] */
export function t(message, values = {}) {
  const text = words[message];
  return filled(typeof text === "string" ? text : message, values);
}

// Gettext numbers the forms that a language has in this order.
const ORDER = ["zero", "one", "two", "few", "many", "other"];
const rules = new Intl.PluralRules(language);
const has = ORDER.filter((name) => rules.resolvedOptions().pluralCategories.includes(/** @type {Intl.LDMLPluralRule} */ (name)));

/** What is said of so many; {number} is the number. @param {string} one @param {string} many @param {number} number
 * @param {Record<string, string | number>} [values] */
export function plural(one, many, number, values = {}) {
  const forms = words[one];
  const text = Array.isArray(forms) ? forms[Math.min(has.indexOf(rules.select(number)), forms.length - 1)] : number === 1 ? one : many;
  return filled(text, { number: numberIn(number), ...values });
}

/** A number as it is written in the page's language. @param {number} number @param {Intl.NumberFormatOptions} [options] */
export const numberIn = (number, options) => number.toLocaleString(language, options);

/** A date (YYYY-MM-DD) as it is written in the page's language; in English as it is. @param {string} iso */
export const dayIn = (iso) => (isEnglish ? iso : new Date(`${iso}T00:00Z`).toLocaleDateString(language, { dateStyle: "long", timeZone: "UTC" }).replace(/\s*р\.$/, ""));

/** The number that somebody typed: with the page's marks, or with English ones. @param {string} text */
export function typedNumber(text) {
  const plain = text.replace(/[\s\u00a0\u202f]/g, "");
  return Number.parseFloat(isEnglish ? plain.replaceAll(",", "") : plain.replace(",", ".")); // its unit stands behind it
}

/** An address of this site in the page's language. @param {string} address */
export const inLanguage = (address) => (isEnglish ? address : `${address}${address.includes("?") ? "&" : "?"}lang=${language}`);
