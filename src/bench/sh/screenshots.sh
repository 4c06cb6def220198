#!/bin/bash
# Takes the pictures of a report in docs/images, in a headless Chromium that is on the path. From the
# project folder, after mvn -q -DskipTests package:
#   src/bench/sh/screenshots.sh [RUN]
# RUN is a results folder; without one the spike scenario is run for it.
set -euo pipefail
run=${1:-}
if [ -z "$run" ]; then
    results=$(mktemp -d)
    trap 'rm -rf "$results"' EXIT
    java -jar target/headroom.jar run scenarios/spike.yaml --quiet --results "$results" \
        --run-id shown > "$results/out"
    run=$results/spike/shown
fi
mvn -q -B -o -Pbench test-compile exec:exec -Dbench=headroom.report.Screenshots \
    -Dbench.args="$run docs/images"
