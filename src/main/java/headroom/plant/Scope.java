package headroom.plant;

/** How much of a site belongs together: what one part serves, and what fails with it. */
public enum Scope {
    NODE,
    RACK,
    POD,
    SWITCH,
    POWER_DOMAIN,
    SITE
}
