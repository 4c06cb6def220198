#!/bin/bash
# Wall and CPU seconds of a whole run in a process of its own, JVM start included: the median, least
# and most of some rounds. From the project folder, after mvn -q -DskipTests package:
#   src/bench/sh/startup.sh [ROUNDS [COMMAND...]]
# COMMAND defaults to java -jar target/headroom.jar.
set -euo pipefail
rounds=${1:-11}
[ $# -gt 1 ] && command=("${@:2}") || command=(java -jar target/headroom.jar)
scenario=scenarios/sixty-four-servers.yaml
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
TIMEFORMAT='%R %U %S'
for ((i = 0; i <= rounds; i++)); do
    { time "${command[@]}" run "$scenario" --quiet --results "$results" --run-id "r$i" \
        > "$results/out" 2>&1; } 2>> "$results/times"
done
# the first round warms the file cache
tail -n +2 "$results/times" | awk '{print $1}' | sort -n > "$results/wall"
tail -n +2 "$results/times" | awk '{print $2 + $3}' | sort -n > "$results/cpu"
for column in wall cpu; do
    awk -v name="$column" '{v[NR] = $1} END {
        printf "%-4s s: median %.2f, %.2f to %.2f of %d rounds\n",
            name, v[int((NR + 1) / 2)], v[1], v[NR], NR}' "$results/$column"
done
