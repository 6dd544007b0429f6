/* A busy server says when to come back. */
import { t } from "../state/words.js";

const TRIES = 5, MAX_WAIT_S = 30;

/** Fetch a figure; of a busy server that says when to come back, ask again then, a few times.
 * @param {string} address @param {AbortSignal} signal @param {(text: string) => void} say what is being waited for */
export async function fetchPatiently(address, signal, say) {
  for (let left = TRIES - 1; ; left -= 1) {
    const answer = await fetch(address, { signal });
    if (answer.ok) {
      say("");
      return answer;
    }
    const seconds = Math.min(MAX_WAIT_S, Number(answer.headers.get("Retry-After")) || 0);
    if (answer.status !== 503 || !seconds) throw new Error((await answer.json()).error);
    if (!left) throw new Error(t("The server is still drawing other figures. Try again in a minute."));
    say(t("The server is drawing other figures. Trying again in {seconds} s.", { seconds }));
    await new Promise((resolve) => {
      setTimeout(resolve, seconds * 1000);
      signal.addEventListener("abort", resolve, { once: true });
    });
    signal.throwIfAborted();
  }
}
