/* Finding places by name. Pure: no page needed. */

/** @typedef {{ label: string, also?: string }} Place */

/** A name without accents, apostrophes and case. @param {string} text */
export const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f'’ʼ]/g, "").replaceAll("ł", "l").replaceAll("Ł", "L").toLowerCase();

/** Find places by their name, also the Ukrainian one; those that begin with it first.
 * @param {{ options: { group: string, items: Place[] }[], search: string, limit?: number }} asked */
export function findPlaces({ options, search, limit }) {
  const wanted = plain(search.trim());
  let left = limit ?? Infinity;
  return options
    .map((group) => {
      /** @param {Place} place */
      const names = ({ label, also }) => [plain(label), plain(also ?? "")];
      /** @param {Place} item */
      const begins = (item) => names(item).some((name) => name.startsWith(wanted));
      const items = group.items.filter((item) => names(item).some((name) => name.includes(wanted)));
      items.sort((a, b) => Number(begins(b)) - Number(begins(a)));
      const kept = items.slice(0, Math.max(0, left));
      left -= kept.length;
      return { ...group, items: kept };
    })
    .filter((group) => group.items.length);
}
