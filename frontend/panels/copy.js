/* Copying text. */

/** @param {string} text */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch { // no permission, or a page that is not served securely
    const field = (document.querySelector("dialog[open]") ?? document.body).appendChild(Object.assign(document.createElement("textarea"), { value: text }));
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}
