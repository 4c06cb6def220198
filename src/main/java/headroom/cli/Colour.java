package headroom.cli;

import headroom.metrics.Judgement.Verdict;

/** Colours of verdicts, on a terminal whose user has nothing against them. */
final class Colour {
    private static final String END = "\u001b[0m";

    private Colour() {}

    static boolean isWanted() {
        String terminal = System.getenv("TERM");
        String refused = System.getenv("NO_COLOR");
        return System.console() != null
                && (refused == null || refused.isEmpty())
                && terminal != null
                && !terminal.equals("dumb");
    }

    static String of(Verdict verdict, String text) {
        return switch (verdict) {
            case PASS -> "\u001b[32m" + text + END;
            case FAIL -> "\u001b[31m" + text + END;
            case INCONCLUSIVE -> "\u001b[33m" + text + END;
        };
    }
}
