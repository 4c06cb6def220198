package headroom.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import headroom.kernel.FastStream;
import headroom.kernel.Streams;
import headroom.stat.Estimate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;

/** The token bucket against a level that rises and falls, its guarantee, and known answers. */
final class TokenBucketTest {
    private static final int USERS = 100;

    /** Whole powers of two and whole ticks: both forms are exact and must agree to the bit. */
    @Test
    void agreesWithALevelExactly() {
        int refused = 0;
        for (int round = 0; round < 50; round++) {
            FastStream random = new Streams(3, round).of("dyadic");
            double rate = Math.scalb(1.0, random.nextInt(-3, 6));
            Walk walk = new Walk(random, rate, random.nextInt(1, 40));
            for (int call = 0; call < 10_000; call++) {
                walk.pass(random.nextInt(0, 3) == 0 ? random.nextInt(0, 100) / 1024.0 : 0);
                if (random.nextInt(0, 199) == 0) {
                    walk.rescale(Math.scalb(1.0, random.nextInt(-2, 2)));
                }
                refused += walk.call(random.nextInt(0, 50), 0);
            }
        }
        assertThat(refused).isBetween(50_000, 450_000);
    }

    @Test
    void agreesWithALevelWithinRounding() {
        int refused = 0;
        for (int round = 0; round < 50; round++) {
            FastStream random = new Streams(4, round).of("any");
            double rate = 0.1 + 20 * random.nextDouble();
            Walk walk = new Walk(random, rate, 1 + 50 * random.nextDouble());
            for (int call = 0; call < 10_000; call++) {
                walk.pass(random.nextInt(0, 1) * random.nextDouble() * 0.1);
                if (random.nextInt(0, 199) == 0) {
                    walk.rescale(0.3 + random.nextDouble());
                }
                refused += walk.call(random.nextDouble() * 60, 1e-9);
            }
        }
        assertThat(refused).isBetween(50_000, 450_000);
    }

    /** Whatever rounding does, a full bucket lets a cost above the burst pass. */
    @Test
    void aFullBucketAdmitsAnyCostAtAnyScale() {
        FastStream random = new Streams(5, 0).of("full");
        for (int i = 0; i < 10_000; i++) {
            double burst = 1 + 100 * random.nextDouble();
            TokenBucket bucket = new TokenBucket(1, 0.01 + random.nextDouble(), burst);
            double scale = 0.05 + random.nextDouble();
            double cost = burst * scale * (1 + random.nextDouble());
            assertThat(bucket.admits(0, 100 * random.nextDouble(), cost, scale)).isTrue();
            bucket.charge(0, 200, 1, scale);
            assertThat(bucket.admits(0, 200, cost, scale)).as("not full").isFalse();
        }
    }

    /** Who comes back after exactly the time told is admitted, and not a moment earlier. */
    @Test
    void theWaitToldIsTheWaitNeeded() {
        FastStream random = new Streams(6, 0).of("retry");
        for (int i = 0; i < 100_000; i++) {
            double rate = 0.01 + random.nextDouble();
            TokenBucket bucket = new TokenBucket(1, rate, Math.max(1, 60 * rate));
            double scale = 0.5 + random.nextDouble();
            double now = StrictMath.pow(10, random.nextInt(-1, 7)) * random.nextDouble();
            double cost = 10 * random.nextDouble();
            bucket.charge(0, now, 80 * random.nextDouble(), scale);
            double wait = bucket.waitSeconds(0, now, cost, scale);
            if (wait > 0) {
                double slack = 2 * Math.ulp(now + wait);
                assertThat(bucket.admits(0, now + wait, cost, scale)).isTrue();
                assertThat(bucket.admits(0, now + wait - slack, cost, scale)).isFalse();
            }
        }
    }

    @Test
    void aHalfFullBucketStaysHalfFullWhenScaled() {
        TokenBucket bucket = new TokenBucket(1, 2, 16);
        bucket.charge(0, 0, 8, 1);
        assertThat(bucket.admits(0, 0, 4, 0.5)).as("half of 8").isTrue();
        assertThat(bucket.admits(0, 0, 4.25, 0.5)).isFalse();
        assertThat(bucket.waitSeconds(0, 0, 8, 0.5)).as("4 at 1/s").isEqualTo(4);
        assertThat(bucket.waitSeconds(0, 0, 1000, 0.5)).as("until full").isEqualTo(4);
        assertThat(bucket.admits(0, 0, 16, 2)).as("half of 32").isTrue();
        assertThat(bucket.waitSeconds(0, 0, 18, 2)).as("2 at 4/s").isEqualTo(0.5);
    }

    /** Asked at every tick, it admits burst + rate*T in whole tokens, to the token. */
    @ParameterizedTest
    @CsvSource({"1,1,1", "4,10,1", "0.5,3,1", "2,16,0.5", "0.25,1,2"})
    void aGreedyClientTakesBurstAndRate(double rate, double burst, double scale) {
        TokenBucket bucket = new TokenBucket(1, rate, burst);
        long admitted = 0;
        for (long tick = 0; tick <= 1024 * 64; tick++) {
            double now = tick / 1024.0;
            while (bucket.admits(0, now, 1, scale)) {
                bucket.charge(0, now, 1, scale);
                admitted++;
            }
            assertThat(admitted).isEqualTo((long) Math.floor(scale * (burst + rate * now)));
        }
    }

    /** Over every interval T at most burst + rate*T, and one overshoot if charged afterwards. */
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void noIntervalGetsMoreThanItsGuarantee(boolean afterwards) {
        for (int round = 0; round < 50; round++) {
            FastStream random = new Streams(7, round).of("guarantee");
            double rate = Math.scalb(1.0, random.nextInt(-2, 3));
            int burst = random.nextInt(4, 30);
            TokenBucket bucket = new TokenBucket(1, rate, burst);
            double[] at = new double[400];
            double[] cost = new double[400];
            double now = 0;
            for (int n = 0; n < at.length; ) {
                now += random.nextInt(0, 2) == 0 ? random.nextInt(0, 2048) / 1024.0 : 0;
                double tokens = random.nextInt(1, burst);
                if (bucket.admits(0, now, afterwards ? 1 : tokens, 1)) {
                    bucket.charge(0, now, tokens, 1);
                    at[n] = now;
                    cost[n++] = tokens;
                }
            }
            // the last one admitted found a token and took up to a whole burst
            double bound = afterwards ? 2 * burst - 1 : burst;
            assertThat(worstExcess(at, cost, rate)).isBetween(0.75 * bound, bound);
        }
    }

    /** The most tokens admitted in any interval beyond rate times its length. */
    private static double worstExcess(double[] at, double[] cost, double rate) {
        double worst = 0;
        for (int from = 0; from < at.length; from++) {
            double sum = 0;
            for (int to = from; to < at.length; to++) {
                sum += cost[to];
                worst = Math.max(worst, sum - rate * (at[to] - at[from]));
            }
        }
        return worst;
    }

    /**
     * Poisson arrivals that are policed: the workload seen by a token is an M/D/1 queue with
     * bounded workload (Gavish and Schweitzer 1977), from which the share refused is known. 64
     * replications, warm-up of 1000 s, difference test at 1e-6, margin 2 %.
     */
    @ParameterizedTest
    @CsvSource({"0.9,5,0.06436189718550277", "1.2,10,0.17091076854041365"})
    void refusesTheShareOfPoissonArrivalsThatTheoryGives(double load, int burst, double exact) {
        double[] shares = new double[64];
        Arrays.setAll(shares, one -> refusedShare(new Streams(8, one).of("gaps"), load, burst));
        Estimate estimate = Estimate.ofReplications(shares, 1 - 1e-6);
        double difference = Math.abs(estimate.value() - exact);
        assertThat(difference).isLessThan(estimate.halfWidth());
        assertThat(difference + estimate.halfWidth()).isLessThan(0.02 * exact);
    }

    private static double refusedShare(FastStream gaps, double load, int burst) {
        TokenBucket bucket = new TokenBucket(1, 1, burst);
        double now = 0;
        int asked = 0;
        int refused = 0;
        while (asked < 120_000) {
            now -= StrictMath.log(gaps.nextDouble()) / load;
            boolean admitted = bucket.admits(0, now, 1, 1);
            if (admitted) {
                bucket.charge(0, now, 1, 1);
            }
            if (now > 1000) {
                asked++;
                refused += admitted ? 0 : 1;
            }
        }
        return refused / (double) asked;
    }

    @Test
    void refusesABucketThatCannotHoldAToken() {
        assertThatThrownBy(() -> new TokenBucket(1, 0, 1)).hasMessageContaining("0.0/s");
        assertThatThrownBy(() -> new TokenBucket(1, 1, 0.5)).hasMessageContaining("burst 0.5");
        assertThatThrownBy(() -> new TokenBucket(1, Double.NaN, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Random calls to one bucket and to its levels. */
    private static final class Walk {
        private final FastStream random;
        private final TokenBucket bucket;
        private final NaiveBucket[] naive = new NaiveBucket[USERS];
        private double now;
        private double scale = 1;

        Walk(FastStream random, double rate, double burst) {
            this.random = random;
            bucket = new TokenBucket(USERS, rate, burst);
            Arrays.setAll(naive, user -> new NaiveBucket(rate, burst, 1));
        }

        void pass(double seconds) {
            now += seconds;
        }

        void rescale(double newScale) {
            scale = newScale;
            for (NaiveBucket one : naive) {
                one.scaled(now, scale);
            }
        }

        /** Asks one user, charges if admitted, and says if refused. */
        int call(double cost, double relative) {
            int user = random.nextInt(0, USERS - 1);
            double expected = naive[user].retrySeconds(now, cost);
            double tolerance = relative * (1 + now);
            double wait = bucket.waitSeconds(user, now, cost, scale);
            boolean admits = bucket.admits(user, now, cost, scale);
            assertThat(Math.max(0, wait)).isCloseTo(Math.max(0, expected), within(tolerance));
            if (Math.abs(expected) > tolerance || relative == 0) {
                assertThat(admits).isEqualTo(naive[user].admits(now, cost));
            }
            // now and then in debt: output is charged when it is known
            if (admits || random.nextInt(0, 9) == 0) {
                bucket.charge(user, now, cost, scale);
                naive[user].charge(now, cost);
            }
            return admits ? 0 : 1;
        }
    }
}
