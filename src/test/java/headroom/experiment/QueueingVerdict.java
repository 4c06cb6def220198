package headroom.experiment;

import headroom.experiment.QueueingRun.Estimated;

import java.util.Locale;

/**
 * The verdict on one metric of a case: a difference test at 1e-6 and an equivalence test.
 *
 * @param estimated what the run gives
 * @param halfWidth half the width of its interval at 1e-6
 * @param verdict what it comes to
 */
record QueueingVerdict(
        QueueingCase.Metric metric, Estimated estimated, double halfWidth, Verdict verdict) {
    private static final double ALPHA = 1e-6;

    /** What a comparison comes to. */
    enum Verdict {
        /** No difference, and the interval is within the margin. */
        PASS,
        /** They differ. */
        FAIL,
        /** No difference, but the interval is too wide to say so. */
        INCONCLUSIVE
    }

    /** Compares, within the margin or within that of the case, whichever is wider. */
    static QueueingVerdict of(QueueingCase.Metric m, QueueingRun run, double margin) {
        Estimated e = run.read(m.how());
        double half = e.halfWidth(ALPHA);
        return new QueueingVerdict(m, e, half, verdict(m, e.value() - m.exact(), half, margin));
    }

    private static Verdict verdict(QueueingCase.Metric m, double off, double half, double margin) {
        if (m.kind().equals("upper_bound")) {
            return off - half > 0 ? Verdict.FAIL : Verdict.PASS;
        }
        boolean share = m.kind().equals("rare") || m.how().endsWith(" share");
        if (share && half == 0 && off != 0) {
            // it happened not once, or always: how seldom that is cannot be seen
            return Verdict.INCONCLUSIVE;
        }
        double size = Math.abs(m.exact());
        if (!(Math.abs(off) <= half + m.bias() * size)) {
            return Verdict.FAIL;
        }
        // where the case itself allows a bias it also says how far off is still the same
        double own = m.kind().equals("twin") ? Math.max(0.05, m.margin()) : m.margin();
        double allowed = Math.max(margin, own) * size
                + (m.kind().equals("asymptotic") ? m.bias() * size : 0);
        return Math.abs(off) + half <= allowed ? Verdict.PASS : Verdict.INCONCLUSIVE;
    }

    /** A row of the table in docs/validation.md. */
    String row(String id) {
        String sign = metric.kind().equals("upper_bound") ? "<= " : "";
        String how = metric.how().contains("controlled") || metric.how().contains(" given ")
                ? ", controlled"
                : "";
        double size = metric.exact() == 0 ? 1 : Math.abs(metric.exact());
        return String.format(
                Locale.ROOT,
                "| %s | `%s`%s | %s%.5g | %.5g | %.1f %% | %+.2f %% | %s |",
                id,
                metric.name(),
                how,
                sign,
                metric.exact(),
                estimated.value(),
                100 * halfWidth / size,
                100 * (estimated.value() - metric.exact()) / size,
                verdict.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return metric.name() + ": " + verdict + ", " + estimated.value() + " +- " + halfWidth
                + ", exact " + metric.exact();
    }
}
