package headroom.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.yaml.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** What is said about jobs that cannot be. */
class JobChecksTest {
    private static final String TEXT = """
            name: alone
            title: Jobs alone
            start: 2026-01-01
            horizon: 1 d
            seed: 0
            gpus: {g: {idlePower: 1 W, decodePower: 1 W, prefillPower: 1 W, hostPower: 1 W}}
            sites: {s: {powerLimit: 1 MW, pue: 1}}
            pools:
              small: {site: s, gpu: g, gpus: 8}
              large: {site: s, gpu: g, gpus: 64}
              lone: {site: s, gpu: g, gpus: 8}
            jobs:
              stations:
                desk: {servers: 2}
                hall: {pools: [small, large]}
                yard: {servers: unlimited}
              streams:
                - {name: a, at: desk, rate: 1 /s, size: 1 s}
                - {name: b, at: hall, rate: 1 /s, work: 1 GPU-h, gangs: [{gpus: 64}]}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            size: 1 s | size: 1 s | ''
            size: 1 s | size: 1 s, next: [{to: yard}] | leads to 'yard', which visits does not name
            size: 1 s | size: 1 s, work: 1 GPU-h | give either size or work
            gpu: g, gpus: 8} | gpu: g, gpus: 8, lending: {}} | no station of jobs has pool 'lone'
            name: b | name: a | is the name of streams[0] already
            {servers: unlimited} | {pools: [large]} | 'large' is of station 'hall' already
            gpus: 8} | gpus: 8, lending: {law: most}} | expects free or reserve or quiet, not 'most'
            pools: [small, large] | pools: [small] | a job of 64 GPUs never fits at 'hall'
            gpus: 64}]} | gpus: 65}]} | a job of 65 GPUs never fits at 'hall'
            gpus: 64}]} | gpus: 64}], speeds: {large: 0}} | one can have at most 8
            size: 1 s | size: 1 s, gangs: [{gpus: 3}] | a job of 3 GPUs never fits at 'desk'
            size: 1 s | size: 1 s, speeds: {large: 2} | pool 'large' is not of station 'desk'
            rate: 1 /s, size: 1 s | size: 1 s | nobody comes
            rate: 1 /s, size: 1 s | size: 1 s, present: 1 | ''
            rate: 1 /s, size: 1 s | rate: 1 /s, size: 1 s, population: 2 | give one of rate
            rate: 1 /s, size: 1 s | size: 1 s, saturated: true | is what saturated begins with
            rate: 1 /s, size: 1 s | trace: {file: f, format: csv} | ''
            rate: 1 /s, size | trace: {file: f, format: csv}, size | are those of the trace
            {servers: 2} | {servers: 2, places: 3} | ''
            unlimited} | unlimited, policy: {law: sjf}} | start in order of arrival
            pue: 1} | pue: 1, outages: [{from: 1 h, until: 2 h}]} | ''
            jobs: | additions: [{at: 1 h, until: 2 h, pool: small, gpus: 1}]\\njobs: | ''
            {servers: 2} | {servers: 1, vacations: 0 s} | would go away for no time for ever
            {servers: 2} | {servers: 1, vacations: 1 s} | ''
            rate: 1 /s, size: 1 s | rate: 1 /s, size: 1 s, retry: {pause: 0 s} | try again
            rate: 1 /s, size: 1 s | rate: 1 /s, size: 1 s, retry: {pause: 0 s, most: 2} | refuses
            rate: 1 /s, size: 1 s | size: 0 s, population: 2 | jobs that take no time and come again
            rate: 1 /s, size: 1 s | size: 0 s, saturated: true, present: 1 | jobs that take no time
            rate: 1 /s, size: 1 s | rate: 1 /s, size: 0 s | ''
            rate: 1 /s, size: 1 s | size: 1 s, population: 2 | ''
            name: a, at: desk, rate: 1 /s | name: a, at: yard, population: 2 | ''
            desk: {servers: 2} | desk: {servers: 2, sharing: {}} | ''
            jobs: | jobs:\\n  restart: 1 h | restart: is for stations of servers, not of pools
            name: a, | name: a, next: [{to: desk}, {to: desk, share: 1 %}], | names a station twice
            g, gpus: 64} | g, gpus: 64, nodes: {}} | ''
            g, gpus: 64} | g, gpus: 60, nodes: {}} | 60 are no whole nodes of 8
            g, gpus: 64} | g, gpus: 64, nodes: {spares: 8}} | of 8 nodes 8 are spares, so none
            g, gpus: 64} | g, gpus: 64, nodes: {spares: 1}} | one can have at most 56
            g, gpus: 64} | g, gpus: 64, nodes: {}, lending: {}} | ''
            g, gpus: 64} | g, gpus: 64, lending: {}, nodes: {spares: 1}} | one can have at most 56
            g, gpus: 64} | g, gpus: 64, nodes: {drains: [{from: 0 s, until: 0 s, nodes: 9}]}} | of 8
            gpu: g, gpus: 8} | gpu: g, gpus: 8, nodes: {}} | no station of jobs has pool 'lone'
            large]} | large], policy: {law: server-filling}} | fills one pool, and 'hall' has 2
            {servers: 2} | {servers: 2, policy: {law: quotas, quotas: {b: 1}}} | of group 'b'
            1 GPU-h | 1 GPU-h, checkpoint: {law: young, nodeFailures: 1 /d, write: 1 s} | no pool
            """)
    void tellsWhatCannotBe(String from, String to, String message) {
        assertTells(TEXT, from, to, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            law: fcfs | law: quotas, quotas: {b: 1} | hint=known: all]
            law: fcfs | law: quotas, quotas: {all: 0} | ''
            law: fcfs | law: quotas, quotas: {all: 0}, borrowing: false | group owns 0, and may not
            law: fcfs | law: quotas, quotas: {all: 1}, borrowing: false | ''
            size: 1 s | size: 1 s, elastic: {most: 2} | come to no station of law elastic
            law: fcfs | law: elastic | ''
            """)
    void tellsWhatNeverHappens(String from, String to, String message) {
        String desk = "{servers: 2, policy: {law: fcfs}}";
        assertTells(TEXT.replace("{servers: 2}", desk), from, to, message);
    }

    private static void assertTells(String in, String from, String to, String message) {
        assertThat(in).contains(from);
        String text = in.replace(from, to.replace("\\n", "\n"));
        List<Problem> problems = ScenarioFile.parse("f", text).problems();
        if (message.isEmpty()) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems.toString()).contains(message);
        }
    }

    /** 64 GPUs of a pool, and 36 that come at 1 h; at 5 h they leave, and others come. */
    @ParameterizedTest
    @CsvSource({"100, 5 h, ''", "101, 5 h, have at most 100", "101, 4 h, ''", "104, 4 h, ''"})
    void gangsMayWaitForWhatComes(int gpus, String second, String message) {
        String text = TEXT.replace("jobs:", """
                additions:
                  - {at: 1 h, until: 5 h, pool: large, gpus: 36}
                  - {at: SECOND, ramp: 30 min, pool: large, gpus: 4}
                jobs:""".replace("SECOND", second));
        List<Problem> problems =
                ScenarioFile.parse("f", text.replace("64}]", gpus + "}]")).problems();
        assertThat(problems).hasSize(message.isEmpty() ? 0 : 1);
        assertThat(problems.toString()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mix: {a: 100 %} | recorded jobs are all of their own stream
            present: 1 | recorded jobs come when they were recorded
            forks: [yard], visits: {yard: {size: 1 s}} | leaves out 'desk', where jobs do what
            forks: [yard, desk], visits: {yard: {size: 1 s}} | ''
            """)
    void tellsWhatRecordedJobsCannot(String more, String message) {
        String text =
                TEXT.replace("rate: 1 /s, size: 1 s", "trace: {file: f, format: csv}, " + more);
        List<Problem> problems = ScenarioFile.parse("f", text).problems();
        assertThat(problems).hasSize(message.isEmpty() ? 0 : 1);
        assertThat(problems.toString()).contains(message);
    }

    /** A recorded job comes when it was recorded, and not when another does. */
    @Test
    void recordedJobsAreNotOfAMix() {
        String text = TEXT.replace("rate: 1 /s, size: 1 s}", """
                trace: {file: f, format: csv}}
                    - {name: c, at: desk, rate: 1 /s, size: 1 s, mix: {a: 50 %, c: 50 %}}""");
        assertThat(ScenarioFile.parse("f", text).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .contains("names 'a', whose jobs come as its trace says")
                        .contains("line=19, column=50"));
    }

    /** The interval of Young follows from nodes wherever a job writes checkpoints. */
    @Test
    void whoeverWritesCheckpointsByYoungComesToNodesOnly() {
        String text = TEXT.replace("g, gpus: 64}", "g, gpus: 64, nodes: {}}")
                .replace("pools: [small, large]", "pools: [large]")
                .replace("gangs: [{gpus: 64}]", """
                        next: [{to: yard, share: 50 %}], visits: {yard: {size: 1 s}},
                           checkpoint: {law: young, nodeFailures: 1 /d, write: 1 s}""");
        assertThat(ScenarioFile.parse("f", text).problems()).isEmpty();
        String servers = text.replace("yard: {servers: unlimited}", "yard: {servers: 2}");
        assertThat(ScenarioFile.parse("f", servers).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .contains("law: 'yard' has no pools with nodes"));
    }

    /** A refused job of a closed stream comes back; without a pause that is for ever. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            places: 2 | population: 3 | would come back at once, for ever
            line: 0 | population: 3 | would come back at once, for ever
            policy: {law: reservation, reserve: 1, from: 1, refuses: true} | population: 1 | ever
            places: 2 | population: 2 | ''
            line: 1 | population: 3 | ''
            places: 2 | population: 3, retry: {pause: 1 s} | ''
            places: 2 | population: 3, retry: {pause: 0 s, most: 1} | at the same instant, for ever
            places: 2 | rate: 1 /s, retry: {pause: 0 s, most: 1} | ''
            line: 9 | rate: 1 /s, retry: {pause: 1 s} | ''
            sharing: {most: 1} | rate: 1 /s, retry: {pause: 1 s} | no station of these jobs refuses
            policy: {law: reservation, refuses: true, from: 0} | \
                rate: 1 /s, retry: {pause: 1 s} | ''
            sharing: {} | rate: 1 /s, retry: {pause: 1 s}, visits: {hall: {size: 1 s}} | refuses
            sharing: {}, policy: {law: sjf} | rate: 1 /s | start in order of arrival
            policy: {law: sjf} | rate: 1 /s | ''
            policy: {law: reservation, reserve: 2, from: 1} | rate: 1 /s | 2 are kept free of them
            policy: {law: reservation, reserve: 1, from: 1} | rate: 1 /s | ''
            policy: {law: reservation, reserve: 2, from: 0} | rate: 1 /s | ''
            sharing: {} | rate: 1 /s, checkpoint: {interval: 1 s, write: 1 s} | jobs write none
            line: 9 | rate: 1 /s, checkpoint: {interval: 1 s, write: 1 s} | ''
            power: {most: 1 kW} | rate: 1 /s, power: 2 kW | never starts at 'desk'
            power: {most: 1 kW} | rate: 1 /s, power: 1 kW | ''
            sharing: {} | rate: 1 /s, gangs: [{gpus: 2}] | a job uses one at most
            """)
    void tellsWhoCouldNeverWait(String station, String stream, String message) {
        String text = TEXT.replace("{servers: 2}", "{servers: 2, " + station + "}")
                .replace("name: a, at: desk, rate: 1 /s", "name: a, at: desk, " + stream);
        List<Problem> problems = ScenarioFile.parse("f", text).problems();
        if (message.isEmpty()) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems.toString()).contains(message);
        }
    }

    /** What takes no time and comes again does so for ever at one instant; a share ends it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            size: 0 s, rate: 1 /s, next: [{to: desk}] | jobs that take no time and come again
            size: 0 s, rate: 1 /s, next: [{to: desk, share: 99 %}] | ''
            size: 1 s, rate: 1 /s, next: [{to: desk}] | ''
            size: 0 s, rate: 1 /s, next: [{to: yard}], visits: {yard: {size: 0 s}} | ''
            work: 0 GPU-h, population: 2 | jobs that take no time and come again
            size: 0 s, population: 2, visits: {yard: {size: 1 s}} | jobs that take no time
            size: 0 s, population: 2, next: [{to: yard}], visits: {yard: {size: 1 s}} | ''
            size: 1 s, rate: 1 /s, next: [{to: yard}], \
                visits: {yard: {size: 0 s, next: [{to: yard}]}} | jobs that take no time
            size: 0 s, rate: 1 /s, next: [{to: yard, share: 50 %}, {to: desk, share: 50 %}], \
                visits: {yard: {size: 0 s, next: [{to: desk}]}} | jobs that take no time
            size: 0 s, population: 2, forks: [desk, yard], visits: {yard: {size: 0 s}} | no time
            size: 0 s, population: 2, forks: [desk, yard], visits: {yard: {size: 1 s}} | ''
            size: 0 s, saturated: true, present: 1, next: [{to: yard}], \
                visits: {yard: {size: 1 s}} | jobs that take no time
            size: 1 s, population: 3, patience: 0 s | who has to wait at 'desk' would come back
            size: 1 s, population: 3, patience: 0 s, retry: {pause: 1 s} | who has to wait at
            size: 1 s, population: 2, patience: 0 s | ''
            size: 1 s, population: 3, patience: 1 s | ''
            size: 1 s, rate: 1 /s, patience: 0 s | ''
            """)
    void tellsWhatNeverLeavesAnInstant(String stream, String message) {
        String text = TEXT.replace("rate: 1 /s, size: 1 s}", stream + "}");
        List<Problem> problems = ScenarioFile.parse("f", text).problems().stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .toList();
        assertThat(problems).hasSize(message.isEmpty() ? 0 : 1);
        assertThat(problems.toString()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            population: 2, size: 1 s | size: 0 s | 1
            saturated: true, present: 2, size: 1 s | size: 0 s | 1
            population: 2, size: 1 s | size: 1 s | 0
            population: 2, size: 1 s | size: 0 s, visits: {yard: {size: 1 s}} | 0
            rate: 1 /s, size: 1 s | size: 0 s | 0
            """)
    void tellsMixesThatNeverLeaveAnInstant(String first, String second, int errors) {
        String other = "    - {name: d, at: desk, size: 0 s}\n    - {name: e, at: desk, " + second;
        String text = TEXT.replace(
                "rate: 1 /s, size: 1 s}", first + ", mix: {d: 50 %, e: 50 %}}\n" + other + "}");
        List<Problem> problems = ScenarioFile.parse("f", text).problems().stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .toList();
        assertThat(problems).hasSize(errors).allMatch(each -> each.message()
                .contains("for ever at one instant"));
    }
}
