#!/usr/bin/env bash
# The smallest number of servers of M/M/c that keeps P(wait) <= 0.2, sought by simulation with one
# seed after the other; how often it is Erlang C's.
#   solve-mmc.sh JAR ERLANGS LOW:HIGH EXACT [SEEDS] [HORIZON] [REPLICATIONS]
# such as: solve-mmc.sh target/headroom.jar 95 96:130 106 20 "330 s"
# A service takes 1 s on average: 30 s of warm-up leave nothing of the empty start that is seen.
set -euo pipefail
jar=$1 erlangs=$2 range=$3 exact=$4 seeds=${5:-20} horizon=${6:-330 s} first=${7:-2}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/mmc.yaml" <<YAML
name: mmc
title: How many servers keep the share that waits within 20 %?
start: 2026-01-01
horizon: $horizon
warmUp: 30 s
seed: 1
replications: $first
jobs:
  stations: {desk: {servers: $exact}}
  streams: [{name: callers, at: desk, rate: $erlangs /s, size: {law: exponential, mean: 1 s}}]
YAML
right=0
for ((seed = 1; seed <= seeds; seed++)); do
    java -jar "$jar" solve "$folder/mmc.yaml" --set "seed=$seed" --results "$folder" \
        --run-id "s$seed" --find "jobs.stations.desk.servers in $range" --min --quiet \
        --subject-to 'share(jobs.waited) <= 0.2' >"$folder/out.txt" || true
    answer=$(grep -m1 -oE ' is [0-9,]+' "$folder/out.txt" | tr -dc 0-9)
    [[ $answer == "$exact" ]] && right=$((right + 1))
    echo "seed $seed: $answer; $(grep -m1 -oE '; (at|95|no).*' "$folder/out.txt" || true)"
    rm -r "$folder/mmc"
done
echo "$right of $seeds seeds found $exact"
