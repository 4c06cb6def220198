package headroom.serving;

import headroom.serving.EngineRules.Role;
import headroom.serving.Naive.Job;
import headroom.serving.Naive.Outcome;

/** A request inside a naive replica. */
final class NaiveSequence {
    final int id;
    final Job job;
    /** Tokens to prefill in this admission, and those that are prefilled. */
    int toPrefillTokens;

    int prefilledTokens;
    int generatedTokens;
    /** Tokens prefilled in the step under way; 0 while decoding. */
    int chunkTokens;
    /** Prompt tokens that had to be prefilled when it was first admitted. */
    int newTokens;
    /** Place in the order of arrival at the replica. */
    int arrival = -1;

    boolean preempted;
    boolean leaves;
    boolean gone;
    double firstTokenSeconds = Double.NaN;
    double finishSeconds = Double.NaN;
    double droppedSeconds = Double.NaN;
    boolean refused;

    NaiveSequence(int id, Job job, Role role) {
        this.id = id;
        this.job = job;
        newTokens = job.newTokens();
        generatedTokens = role == Role.DECODE ? 1 : 0;
    }

    int remainingTokens() {
        return toPrefillTokens - prefilledTokens;
    }

    int contextTokens() {
        return job.promptTokens() + generatedTokens;
    }

    /** KV that is written: that of the latest token is not. */
    int writtenTokens() {
        return remainingTokens() > 0 ? contextTokens() - remainingTokens() : contextTokens() - 1;
    }

    Outcome outcome() {
        return new Outcome(firstTokenSeconds, finishSeconds, droppedSeconds, refused);
    }
}
