package headroom.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What cells have of users and limits, and what has no effect, is told before a run. */
class LimitChecksTest {
    private static final String OPEN = "sessionsPerUserWeek: 1, ";

    /** Errors and warnings of one tier, those of few users in a cell left out. */
    private static List<String> problems(String users, String keys, String... more)
            throws IOException {
        Map<String, String> overrides = new TreeMap<>();
        overrides.put(
                "demand.tiers", "[{name: t, users: " + users + ", mix: {w: 1}, " + keys + "}]");
        for (int i = 0; i < more.length; i += 2) {
            overrides.put(more[i], more[i + 1]);
        }
        return ScenarioFile.parse("f", Shipped.requiredKeys(), overrides).problems().stream()
                .map(p -> p.severity() + " " + p.message())
                .filter(text -> !text.contains("fewer than 20 in each"))
                .toList();
    }

    private static String seats(int seats) {
        return OPEN + "limits: [{name: l, kind: first-use, requests: 10, window: 1 d,"
                + " scope: organisation, seats: " + seats + "}]";
    }

    @Test
    void anOrganisationFitsACell() throws IOException {
        assertThat(problems("100", seats(100), "cells", "1")).isEmpty();
        assertThat(problems("100", seats(50), "cells", "2")).isEmpty();
        assertThat(problems("100", seats(100), "cells", "2"))
                .containsExactly("ERROR seats: an organisation has 100 users and a cell 50, so that"
                        + " each of 2 cells would have the whole limit");
        assertThat(problems("25", seats(10), "cells", "1"))
                .containsExactly("WARNING seats: a cell has 25 users, so that the last of its 3"
                        + " organisations has 5 of its 10 users, and the whole limit");
        assertThat(problems("8", seats(10), "cells", "1"))
                .containsExactly("WARNING seats: a cell has 8 users, so that the last of its 1"
                        + " organisations has 8 of its 10 users, and the whole limit");
        assertThat(problems("100005", seats(10), "cells", "1"))
                .as("less than 1 %")
                .isEmpty();
    }
}
