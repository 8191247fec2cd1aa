#!/usr/bin/env bash
# Takes the pictures of README and guide from the real window, at 1280 × 720 and 1920 × 1080, light and dark.
# Usage: docs/images/make.sh [FOLDER [NAMES]]
# With a folder, all pictures go there, one for every page, to be looked at, or those whose names match the regular
# expression NAMES; without, those that the pages use go to docs/images, in 256 colours where ImageMagick is there.
# Needs Xvfb.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
kept=$root/docs/images
out=${1:-}
cd "$root"
mvn -B -q -ntp ${MAVEN_OPTIONS:-} -pl app -am -DskipTests -Dspotless.check.skip=true package >&2
state=$(mktemp -d)
trap 'rm -rf "$state"' EXIT
[ -n "$out" ] || out=$state/pictures
path=app/target/classes:app/target/test-classes
for jar in app/target/dist/lib/*.jar; do path=$path:$jar; done
xvfb-run -a -s "-screen 0 1920x1080x24" "${JAVA_HOME:+$JAVA_HOME/bin/}java" \
    --module-path app/target/dist/javafx --add-modules javafx.controls,javafx.graphics,javafx.swing,jdk.incubator.vector \
    --enable-native-access=ALL-UNNAMED,javafx.graphics --sun-misc-unsafe-memory-access=allow \
    -Dprism.order=sw -Dcrosslayer.samples="$root/sample-models" -Duser.home="$state" -Duser.language=en -Duser.country=US \
    -Dorg.bytedeco.javacpp.cachedir="$root/target/native" -DENGINE_CACHE_DIR="$root/target/native" \
    -DDJL_CACHE_DIR="$root/target/native" -Djavafx.cachedir="$root/target/native/javafx" -Dai.djl.offline=true \
    -cp "$path" org.crosslayer.app.pictures.Pictures "$out" "$state" "${2:-}"

if [ -z "${1:-}" ]; then
    for picture in "$out"/explore-*.png "$out"/share-*.png "$out"/history-card-1280x720-light.png \
        "$out"/experiments.png "$out"/explain-a-bad-layer.png "$out"/figure-window-1280x720-light.png; do
        if command -v convert >/dev/null; then
            convert "$picture" -dither None -colors 256 "$kept/$(basename "$picture")"
        else
            cp "$picture" "$kept"
        fi
    done
fi
