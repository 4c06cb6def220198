package headroom.variates;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.kernel.FastStream;
import headroom.kernel.Streams;

import org.junit.jupiter.api.Test;

/** Bit by bit against StrictMath, whose results the platform defines. */
class FastLogTest {
    private static final int POINTS = 4_000_000;

    private final FastStream random = new Streams(11, 0).of("points");

    private static void same(double x) {
        long found = Double.doubleToLongBits(FastLog.of(x));
        if (found != Double.doubleToLongBits(StrictMath.log(x))) {
            assertThat(FastLog.of(x)).as("log of %s", x).isEqualTo(StrictMath.log(x));
        }
    }

    @Test
    void uniformsHaveTheBitsOfStrictMath() {
        for (int i = 0; i < POINTS; i++) {
            same(random.nextDouble());
        }
    }

    @Test
    void numbersOfAnySizeHaveTheBitsOfStrictMath() {
        for (int i = 0; i < POINTS; i++) {
            same(Double.longBitsToDouble(random.nextLong() >>> 1));
        }
    }

    @Test
    void numbersNearPowersOfTwoHaveTheBitsOfStrictMath() {
        for (int i = 0; i < POINTS; i++) {
            double off = (random.nextDouble() - 0.5) * Math.scalb(1.0, -(i % 50));
            same(Math.scalb(1 + off, i % 7 - 3));
        }
    }

    @Test
    void edgesHaveTheBitsOfStrictMath() {
        for (int exponent = -1074; exponent <= 1023; exponent++) {
            double power = Math.scalb(1.0, exponent);
            same(power);
            same(Math.nextUp(power));
            same(Math.nextDown(power));
        }
        double[] edges = {
            0,
            -0.0,
            -1,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MAX_VALUE,
            Double.MIN_NORMAL,
            0x1p-53,
            1 - 0x1p-53,
            Math.sqrt(2),
            Math.sqrt(0.5)
        };
        for (double edge : edges) {
            same(edge);
        }
    }
}
