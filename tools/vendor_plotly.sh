#!/usr/bin/env bash
# Brings plotly.js's map bundle into assets/vendor/ from the npm package of this version, with its licence and those of
# the packages inside the bundle (the readable bundle beside it names each file it holds).
set -euo pipefail
version=4.1.1
tools="$(cd "$(dirname "$0")" && pwd)"
here="$tools/../assets/vendor"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --ignore-scripts --omit=dev "plotly.js@$version" acorn@8.19.0
plotly=node_modules/plotly.js
cp "$plotly/dist/plotly-map.min.js" "$here/plotly-map.min.js"
cp "$tools/quicken_plotly.mjs" . # beside the packages that it needs
node quicken_plotly.mjs "$here/plotly-map.min.js"
# The server hands it out compressed as far as that goes, which takes seconds (dashboard/app.py).
node -e 'const zlib = require("zlib"), fs = require("fs"), [from] = process.argv.slice(1), body = fs.readFileSync(from);
  const { BROTLI_PARAM_QUALITY: quality, BROTLI_PARAM_SIZE_HINT: size } = zlib.constants;
  fs.writeFileSync(`${from}.br`, zlib.brotliCompressSync(body, { params: { [quality]: 11, [size]: body.length } }));' "$here/plotly-map.min.js"
cp "$plotly/LICENSE" "$here/plotly-map.LICENSE.txt"

notices="$here/plotly-map.NOTICES.txt"
echo "plotly-map.min.js $version also holds code of the packages below, each under its own licence." >"$notices"
grep -oE '^ *// node_modules/[^ ]+' "$plotly/dist/plotly-map.js" |
  sed -E 's#.*// node_modules/((@[^/]+/)?[^/]+)/.*#\1#' | LC_ALL=C sort -u |
  while read -r name; do
    about="$(node -p "const p = require('./node_modules/$name/package.json'); \`\${p.name} \${p.version} (\${p.license})\`")"
    printf '\n%s\n%s\n\n' "$(printf '=%.0s' {1..80})" "$about" >>"$notices"
    text="$(find "node_modules/$name" -maxdepth 1 -iname 'licen[sc]e*' | LC_ALL=C sort | head -1)"
    if [ -n "$text" ]; then tr -d '\r' <"$text"; else echo "(Its package holds no text of the licence.)"; fi >>"$notices"
  done
