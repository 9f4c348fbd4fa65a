#!/usr/bin/env bash
# Builds the committed source twice, in two checkouts of other names and depths, and compares the pages byte for byte.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for checkout in a another/checkout; do
  git clone -q --no-hardlinks "$root" "$folder/$checkout"
  "$folder/$checkout/dev" package >"$folder/log" 2>&1 || { tail -n 20 "$folder/log" >&2; exit 1; }
  sed "s|\$|  ($checkout)|" "$folder/$checkout/dist/askew.html.sha256"
done
diff -rq "$folder/a/dist" "$folder/another/checkout/dist"
echo "Both builds are the same, byte for byte."
