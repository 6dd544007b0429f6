#!/usr/bin/env bash
# Brings plotly.js's map bundle and its licence into assets/vendor/ from the npm package of this version.
set -euo pipefail
version=4.1.1
here="$(cd "$(dirname "$0")/.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent "plotly.js@$version" >/dev/null
tar xzf "plotly.js-$version.tgz" package/dist/plotly-map.min.js package/LICENSE
cp package/dist/plotly-map.min.js "$here/assets/vendor/plotly-map.min.js"
cp package/LICENSE "$here/assets/vendor/plotly-map.LICENSE.txt"
