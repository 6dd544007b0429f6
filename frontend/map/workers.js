/* plotly.js starts its worker as a module from a blob, which browsers refuse, without a word, to a page that is of no site: one opened
   from disk, or in a sandboxed frame. Such a page keeps the text of blobs until a worker asks for it, and starts it another way. */

/** @param {(source: string) => [url: string, options?: WorkerOptions]} instead what starts a worker of that text on such a page */
export function startWorkersBy(instead) {
  /** @type {Map<string, string>} */
  const texts = new Map();
  const Plain = window.Blob, Native = window.Worker, address = URL.createObjectURL.bind(URL);
  class ReadableBlob extends Plain {
    /** The text, where it is made of text alone. @type {string | undefined} */
    source;
    /** @param {BlobPart[]} [parts] @param {BlobPropertyBag} [options] */
    constructor(parts = [], options) {
      super(parts, options);
      if (parts.every((part) => typeof part === "string")) this.source = parts.join("");
    }
  }
  window.Blob = ReadableBlob;
  URL.createObjectURL = (blob) => {
    const url = address(blob);
    if (blob instanceof ReadableBlob && blob.source !== undefined) texts.set(url, blob.source);
    return url;
  };
  window.Worker = class extends Native {
    /** @param {string | URL} url @param {WorkerOptions} [options] */
    constructor(url, options) {
      let source = texts.get(String(url));
      const inner = /^import "(blob:[^"]+)"$/.exec(source ?? ""); // one blob that does nothing but import another
      if (inner) source = texts.get(inner[1]);
      const [from, how] = source === undefined ? [url, options] : instead(source);
      super(from, how);
    }
  };
}
