/* The switch of languages: links to the same map, whose addresses follow what is shown. */
import { keepSteps, listen, query } from "../state/scenario.js";

const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-language]"));
function follow() {
  for (const link of links) {
    const text = query(link.dataset.language);
    link.href = location.pathname + (text ? "?" + text : "");
  }
}
follow();
for (const link of links) link.addEventListener("click", keepSteps);
listen(follow);
addEventListener("popstate", follow);
