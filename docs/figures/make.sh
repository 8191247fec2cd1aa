#!/usr/bin/env bash
# Makes every figure of the gallery again from its recipe: a PDF for paper and a PNG to look at.
# Speeds are those of trade-off-speed.npz, fits those of fits/: they are kept, not measured again.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
for recipe in "$here"/*.recipe.json; do
    name=$(basename "$recipe" .recipe.json)
    "${CROSSLAYER:-$here/../../crosslayer}" figure "$recipe" --out "$here/$name.pdf" --out "$here/$name.png" --alone
done
