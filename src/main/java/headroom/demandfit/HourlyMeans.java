package headroom.demandfit;

/**
 * The hourly values of a profile that has given means over the hours.
 *
 * <p>A {@link headroom.arrivals.WeeklyProfile} is linear between the centres of its hours, so that
 * its mean over hour i is
 *
 * <pre>
 * (x[i-1] + 6 x[i] + x[i+1]) / 8
 * </pre>
 *
 * <p>x the values, and not x[i]: peaks would come out lower than recorded. The values are found by
 * Gauss and Seidel, none below 0. Where a recorded hour is so quiet beside its neighbours that one
 * would have to be, it stays 0 and that hour comes out as low as can be.
 */
final class HourlyMeans {
    private static final int ROUNDS = 200;

    private HourlyMeans() {}

    static double[] values(double[] means) {
        int n = means.length;
        double[] x = means.clone();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < n; i++) {
                double beside = x[(i + n - 1) % n] + x[(i + 1) % n];
                x[i] = Math.max(0, (8 * means[i] - beside) / 6);
            }
        }
        return x;
    }
}
