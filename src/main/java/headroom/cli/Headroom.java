package headroom.cli;

/** The command line of Headroom. */
public final class Headroom {
    private Headroom() {}

    public static void main(String[] args) {}
}
