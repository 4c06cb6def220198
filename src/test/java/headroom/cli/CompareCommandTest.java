package headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What {@code headroom compare} says where nothing can be compared. */
class CompareCommandTest {
    @Test
    void phasesThatNobodySharesAreToldBeforeARun() {
        Printed printed = Printed.by(
                "compare",
                "scenarios/spike.yaml",
                "--quiet",
                "--with",
                "demand.spikes=[]",
                "--set",
                "horizon=3 d");
        assertThat(printed.code()).isEqualTo(2);
        assertThat(printed.error())
                .contains("there is no number that all have, as their phases differ: ")
                .contains(" has run; give all of them the same 'phases'")
                .contains(" has normal and spike");
    }
}
