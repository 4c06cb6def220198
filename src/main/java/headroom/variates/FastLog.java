package headroom.variates;

/**
 * The natural logarithm in plain double arithmetic: the same bits as {@code StrictMath.log}, on
 * every JVM, in half of its time.
 *
 * <pre>
 * x = 2^k (1 + f),   sqrt(2)/2 &lt; 1 + f &lt; sqrt(2),   s = f / (2 + f)
 * log(1 + f) = f - s (f - R(s^2)),   R: polynomial of degree 7, |error| &lt; 2^-58.45
 * log(x) = k ln 2 + log(1 + f),   ln 2 in two parts
 * </pre>
 *
 * <p>Error below 1 ulp. Method, coefficients and order of operations are those of fdlibm 5.3,
 * e_log.c, which is what StrictMath is defined by; here without a call out of compiled code.
 * fdlibm: Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunSoft, a
 * Sun Microsystems, Inc. business. Permission to use, copy, modify, and distribute this software is
 * freely granted, provided that this notice is preserved.
 */
public final class FastLog {
    private static final double LN2_HIGH = 6.93147180369123816490e-01;
    private static final double LN2_LOW = 1.90821492927058770002e-10;
    private static final double C1 = 6.666666666666735130e-01;
    private static final double C2 = 3.999999999940941908e-01;
    private static final double C3 = 2.857142874366239149e-01;
    private static final double C4 = 2.222219843214978396e-01;
    private static final double C5 = 1.818357216161805012e-01;
    private static final double C6 = 1.531383769920937332e-01;
    private static final double C7 = 1.479819860511658591e-01;
    private static final double THIRD = 0.33333333333333333;

    private static final long LEAST_NORMAL = 0x0010_0000_0000_0000L;
    private static final long INFINITE = 0x7ff0_0000_0000_0000L;
    private static final long MANTISSA = 0x000f_ffff_ffff_ffffL;
    /** Carries into the exponent from sqrt(2) up. */
    private static final long TO_NEXT_POWER = 0x0009_5f64_0000_0000L;

    private static final long SQRT_HALF = 0x3fe6_a09c_0000_0000L;
    /** The bits of 2^52, whose last ones count. */
    private static final long COUNTER = 0x4330_0000_0000_0000L;

    private static final double COUNTER_AT_0 = 0x1p52 + 1023;

    private FastLog() {}

    /** The natural logarithm of x. */
    public static double of(double x) {
        long bits = Double.doubleToRawLongBits(x);
        if (bits < LEAST_NORMAL || bits >= INFINITE) {
            return StrictMath.log(x);
        }
        long shifted = bits + TO_NEXT_POWER;
        // a conversion from long would wait for the last result in the same register
        double k = Double.longBitsToDouble(COUNTER | (shifted >>> 52)) - COUNTER_AT_0;
        double f = Double.longBitsToDouble((shifted & MANTISSA) + SQRT_HALF) - 1;
        int high = (int) (bits >>> 32) & 0xfffff;
        if (((high + 2) & 0xfffff) < 3) {
            return nearPower(f, k);
        }
        double s = f / (2 + f);
        double z = s * s;
        double w = z * z;
        double even = w * (C2 + w * (C4 + w * C6));
        double odd = z * (C1 + w * (C3 + w * (C5 + w * C7)));
        double r = odd + even;
        if (high >= 0x6147a && high <= 0x6b851) {
            double half = 0.5 * f * f;
            return k * LN2_HIGH - ((half - (s * (half + r) + k * LN2_LOW)) - f);
        }
        return k * LN2_HIGH - ((s * (f - r) - k * LN2_LOW) - f);
    }

    /** Where |f| is below 2^-20. */
    private static double nearPower(double f, double k) {
        if (f == 0) {
            return k * LN2_HIGH + k * LN2_LOW;
        }
        double r = f * f * (0.5 - THIRD * f);
        return k * LN2_HIGH - ((r - k * LN2_LOW) - f);
    }
}
