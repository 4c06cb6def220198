package headroom.faults;

/** What one failure takes out of service. */
public enum Scope {
    /** One node. */
    NODE,
    /** All nodes of a rack. */
    RACK,
    /** All nodes of a pod. */
    POD,
    /** All nodes behind a switch. */
    SWITCH,
    /** All nodes fed by one power domain. */
    POWER_DOMAIN,
    /** Everything at the site. */
    SITE
}
