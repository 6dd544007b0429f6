/* Runs inside the page's head, before anything is painted: nothing may flash in the other colours, or unfolded. */
import "./state/screen.js"; // folds the panels

const root = document.documentElement;
if (!root.dataset.mantineColorScheme) root.dataset.mantineColorScheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
