/* What the page's parts share. */
export const g = (window.guarantees = {});
