package headroom.clients;

/** How a request ends: a closed set, and each request ends in exactly one of them. */
public enum Outcome {
    /** All tokens delivered. */
    COMPLETED,
    /** The user met a usage cap and left. */
    CAPPED,
    /** Rate-limited (429) until the client's retries were used up. */
    RATE_LIMITED,
    /** Shed by overload (529) until the client's retries were used up. */
    OVERLOADED,
    /** Prompt and output exceed the KV memory of every replica of the model (400). */
    TOO_LARGE,
    /** The client waited as long as it does, until its retries were used up. */
    TIMED_OUT,
    /** Its service had not begun when the client's patience ended. */
    ABANDONED,
    /** In flight when its replica failed, until the client's retries were used up. */
    LOST,
    /** Still under way or waiting for a reset when the run ended. */
    CENSORED;

    /** Number of outcomes. */
    public static final int COUNT = values().length;
}
