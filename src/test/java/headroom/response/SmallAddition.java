package headroom.response;

import headroom.experiment.Archive;
import headroom.study.Laboratory;
import headroom.study.StudyException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The response of a scenario small enough for a test, simulated once. */
final class SmallAddition {
    static final Path FILE = Path.of("scenarios/small-addition.yaml");
    static final List<Double> SCALES = List.of(0.0, 0.5, 2.0);
    static final List<Double> SPIKES = List.of(0.0, 1.0);
    static final int REPLICATIONS = 3;

    private static final Response RESPONSE = simulated();

    private SmallAddition() {}

    static Response response() {
        return RESPONSE;
    }

    static Laboratory laboratory() {
        return laboratory(FILE, Map.of());
    }

    static Laboratory laboratory(Path file, Map<String, String> values) {
        return new Laboratory(file, values, Archive.NONE, 2, Laboratory.Progress.NONE);
    }

    private static Response simulated() {
        try {
            Laboratory laboratory = laboratory();
            Question question = Question.of(
                    laboratory.trial(Map.of()).simulation().scenario(), SCALES, SPIKES, 0);
            return Respond.to(question, laboratory, REPLICATIONS);
        } catch (IOException | StudyException e) {
            throw new AssertionError(e);
        }
    }
}
