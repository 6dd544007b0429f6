/* Checks of style and of likely mistakes in the page's scripts; types are checked by TypeScript (frontend/tsconfig.json). */
import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["assets/**", ".venv/**", "node_modules/**", "tests/**"] },
  js.configs.recommended,
  {
    files: ["frontend/**/*.js"],
    languageOptions: { globals: globals.browser },
    rules: {
      eqeqeq: "error",
      "no-implicit-globals": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "no-var": "error",
      "prefer-const": ["error", { destructuring: "all" }],
      "max-lines": ["error", 300],
    },
  },
  { files: ["eslint.config.js", "frontend/build.mjs", "frontend/tests/**", "tools/*.mjs"], languageOptions: { globals: globals.node } },
];
