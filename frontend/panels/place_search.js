/* Functions that Mantine components call by name. */
window.dashMantineFunctions = Object.assign(window.dashMantineFunctions ?? {}, {
  /** Find places by their name, also the Ukrainian one, without regard to accents and case; those that begin with it first. */
  findPlaces({ options, search, limit }) {
    const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f'’ʼ]/g, "").replaceAll("ł", "l").replaceAll("Ł", "L").toLowerCase();
    const wanted = plain(search.trim());
    let left = limit ?? Infinity;
    return options
      .map((group) => {
        const names = ({ label, also }) => [plain(label), plain(also ?? "")];
        const begins = (item) => names(item).some((name) => name.startsWith(wanted));
        const items = group.items.filter((item) => names(item).some((name) => name.includes(wanted)));
        items.sort((a, b) => begins(b) - begins(a));
        const kept = items.slice(0, Math.max(0, left));
        left -= kept.length;
        return { ...group, items: kept };
      })
      .filter((group) => group.items.length);
  },
});
