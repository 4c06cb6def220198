package headroom.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import headroom.variates.QuantileTable;

import org.junit.jupiter.api.Test;

class SessionParametersTest {
    private static final QuantileTable ONE = QuantileTable.constant(1);

    @Test
    void delaysDoubleUpToTheCap() {
        RetryPolicy policy = new RetryPolicy(2, 0.5, 8);
        assertThat(policy.backoffSeconds(0, 1)).isEqualTo(0.5);
        assertThat(policy.backoffSeconds(1, 1)).isEqualTo(1);
        assertThat(policy.backoffSeconds(3, 1)).isEqualTo(4);
        assertThat(policy.backoffSeconds(4, 1)).isEqualTo(8);
        assertThat(policy.backoffSeconds(5, 1)).isEqualTo(8);
        assertThat(policy.backoffSeconds(100_000, 1)).isEqualTo(8);
        assertThat(policy.backoffSeconds(2, 0.25)).isEqualTo(0.5);
        assertThat(new RetryPolicy(2, 0, 8).backoffSeconds(5_000, 0.7)).isZero();
    }

    @Test
    void retriesAreCounted() {
        RetryPolicy policy = new RetryPolicy(2, 0.5, 8);
        assertThat(policy.allows(0)).isTrue();
        assertThat(policy.allows(1)).isTrue();
        assertThat(policy.allows(2)).isFalse();
        assertThat(new RetryPolicy(0, 0.5, 8).allows(0)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(-1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> policy.backoffSeconds(-1, 0.5));
    }

    @Test
    void aWorkloadIsChecked() {
        assertThat(workload(ONE, 250_000, 40_000).steps().sampleWhole(0.4)).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> workload(QuantileTable.constant(0), 250_000, 40_000))
                .withMessageContaining("outputTokens");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> workload(ONE, 40_000, 40_000))
                .withMessageContaining("compacted");
    }

    private static Workload workload(QuantileTable output, int limitTokens, int compactToTokens) {
        return new Workload(
                "coding",
                0,
                true,
                ONE,
                ONE,
                ONE,
                ONE,
                ONE,
                ONE,
                output,
                limitTokens,
                compactToTokens,
                300);
    }
}
