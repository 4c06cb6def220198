#!/bin/bash
# Kills a study (or a run) with SIGKILL at random moments and resumes it; every result file must
# have the SHA-256 of the uninterrupted study's. The manifest is compared without its machine part.
#
#   src/bench/sh/kill-test.sh "java -jar target/headroom.jar" KILLS COMMAND...
#   src/bench/sh/kill-test.sh "java -jar target/headroom.jar" 50 \
#       sweep scenarios/spike.yaml --vary overload.maxQueuePerReplica=16,32,64 \
#       --set warmUp=1h --set horizon=6h --replications 4
#
# Every third kill also cuts the last archive file short or flips a bit of it.
set -u
headroom=$1
kills=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sums() {
    for file in $(cd "$1" && ls | grep -v manifest.json); do
        (cd "$1" && sha256sum "$file")
    done
    sed '/"machine"/,/}/d' "$1/manifest.json" | sha256sum
}

began=$(date +%s%N)
$headroom "$@" --quiet --threads 2 --results "$work/whole" --run-id x > "$work/whole.txt" 2>&1 || {
    cat "$work/whole.txt"
    exit 1
}
lasted=$((($(date +%s%N) - began) / 1000000))
sums "$work"/whole/*/x > "$work/expected"
echo "uninterrupted: $lasted ms, $(wc -l < "$work/expected") files"

RANDOM=${SEED:-20261121}
done=0
round=0
resumed=0
bad=0
while [ "$done" -lt "$kills" ]; do
    round=$((round + 1))
    results="$work/r$round"
    while [ "$done" -lt "$kills" ]; do
        $headroom "$@" --quiet --threads 2 --results "$results" --run-id x --resume \
            > "$work/part.txt" 2>&1 &
        child=$!
        pause=$(((RANDOM * 32768 + RANDOM) % (lasted * 11 / 10)))
        sleep "$(printf '%d.%03d' $((pause / 1000)) $((pause % 1000)))"
        if ! kill -9 "$child" 2> /dev/null; then
            wait "$child" 2> /dev/null
            break
        fi
        wait "$child" 2> /dev/null
        done=$((done + 1))
        last=$(ls -t "$results"/*/.x.part/replications/*.reading 2> /dev/null | head -1)
        if [ -n "$last" ] && [ $((done % 3)) = 0 ]; then
            size=$(stat -c %s "$last")
            if [ $((done % 2)) = 0 ]; then
                truncate -s $((size / 2)) "$last"
            else
                printf '\377' | dd of="$last" bs=1 seek=$((size / 3)) conv=notrunc 2> /dev/null
            fi
        fi
        # whole although it was killed: the last step had been made
        [ -d "$results"/*/x ] 2> /dev/null && break
    done
    if ! [ -d "$results"/*/x ] 2> /dev/null; then
        resumed=$((resumed + 1))
        $headroom "$@" --quiet --threads 2 --results "$results" --run-id x --resume \
            > "$work/part.txt" 2>&1 || cat "$work/part.txt"
    fi
    if ! sums "$results"/*/x 2> /dev/null | cmp -s - "$work/expected"; then
        bad=$((bad + 1))
        echo "round $round differs"
    fi
    rm -rf "$results"
done
echo "$kills kills, $round studies brought to their end, $bad differ"
[ "$bad" = 0 ]
