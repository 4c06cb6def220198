#!/bin/bash
# A run and a sweep must say the same to the bit on 1, 2 and 7 threads, interpreted and compiled,
# and on every JDK given. From the project folder, after mvn -q -DskipTests package:
#   src/bench/sh/equal-everywhere.sh JAVA [JAVA...]
# The first JAVA (a path of the program java) is also run with -Xint. Files are compared by SHA-256,
# the manifest without its machine part.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
headroom=${HEADROOM:--jar target/headroom.jar}

sums() {
    (cd "$1" && for file in *; do
        [ "$file" = manifest.json ] || sha256sum "$file"
    done && sed '/"machine"/,/}/d' manifest.json | sha256sum)
}

round() {
    local name=$1
    shift
    "$@" $headroom run scenarios/spike.yaml --set horizon=2h --set "warmUp=0 s" --set sample=2/15 \
        --set replications=2 --quiet --threads "$threads" --results "$work/$name" --run-id x \
        > "$work/out" 2>&1 || cat "$work/out"
    "$@" $headroom sweep scenarios/queueing/mmc.yaml --vary jobs.stations.desk.servers=3:5:1 \
        --set horizon=1h --replications 3 --show "share(jobs.waited)" --quiet \
        --threads "$threads" --results "$work/$name" --run-id y > "$work/out" 2>&1 \
        || cat "$work/out"
    { sums "$work/$name/spike/x" && sums "$work/$name/mmc/y"; } > "$work/$name.sums"
    if cmp -s "$work/$name.sums" "$work/first.sums" || [ "$name" = first ]; then
        echo "equal: $*, $threads threads"
    else
        echo "DIFFERS: $*, $threads threads"
        diff "$work/first.sums" "$work/$name.sums" || true
        bad=1
    fi
}

bad=0
threads=1
round first "$1"
for threads in 2 7; do
    round "threads$threads" "$1"
done
threads=2
round interpreted "$1" -Xint
number=1
for java in "${@:2}"; do
    round "jdk$number" "$java"
    number=$((number + 1))
done
[ "$bad" = 0 ]
