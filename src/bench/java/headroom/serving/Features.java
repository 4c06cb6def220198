package headroom.serving;

/** What the engine of the benchmark does; the one place where features are switched on. */
enum Features {
    /** Decode first, memory reserved in full. */
    PLAIN;

    Replica.Engine engine() {
        return new Replica.Engine(Load.STEP, Load.LIMITS, EngineRules.PLAIN);
    }

    /** Marks a request before it is offered. */
    void mark(Requests requests, int request) {}
}
