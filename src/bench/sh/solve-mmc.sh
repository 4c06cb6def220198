#!/usr/bin/env bash
# The smallest number of servers of M/M/c that keeps P(wait) <= 0.2, sought by simulation with one
# seed after the other; how often it is Erlang C's.
#   solve-mmc.sh JAR ERLANGS LOW:HIGH EXACT [SEEDS] [HORIZON]
# such as: solve-mmc.sh target/headroom.jar 95 96:130 106 20 "1050 s"
set -euo pipefail
jar=$1 erlangs=$2 range=$3 exact=$4 seeds=${5:-20} horizon=${6:-1050 s}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/mmc.yaml" <<YAML
name: mmc
title: How many servers keep the share that waits within 20 %?
start: 2026-01-01
horizon: $horizon
warmUp: 50 s
seed: 1
replications: 10
jobs:
  stations: {desk: {servers: $exact}}
  streams: [{name: callers, at: desk, rate: $erlangs /s, size: {law: exponential, mean: 1 s}}]
YAML
right=0
for ((seed = 1; seed <= seeds; seed++)); do
    java -jar "$jar" solve "$folder/mmc.yaml" --set "seed=$seed" --results "$folder" \
        --run-id "s$seed" --find "jobs.stations.desk.servers in $range" --min --quiet \
        --subject-to 'share(jobs.waited) <= 0.2' >"$folder/out.txt"
    answer=$(grep -m1 -oE ' is [0-9,]+' "$folder/out.txt" | tr -dc 0-9)
    [[ $answer == "$exact" ]] && right=$((right + 1))
    echo "seed $seed: $answer; $(grep -m1 -E 'interval|open|no other' "$folder/out.txt" || true)"
done
echo "$right of $seeds seeds found $exact"
