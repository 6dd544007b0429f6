/* Functions that Mantine components call by name. */
window.dashMantineFunctions = Object.assign(window.dashMantineFunctions ?? {}, {
  /** Find places without regard to accents and case, those that begin with the text first. */
  findPlaces({ options, search, limit }) {
    const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f'’ʼ]/g, "").replaceAll("ł", "l").replaceAll("Ł", "L").toLowerCase();
    const wanted = plain(search.trim());
    let left = limit ?? Infinity;
    return options
      .map((group) => {
        const items = group.items.filter((item) => plain(item.label).includes(wanted));
        items.sort((a, b) => plain(b.label).startsWith(wanted) - plain(a.label).startsWith(wanted));
        const kept = items.slice(0, Math.max(0, left));
        left -= kept.length;
        return { ...group, items: kept };
      })
      .filter((group) => group.items.length);
  },
});
