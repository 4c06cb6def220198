/** The sections of a scenario file that say what serves: GPUs, sites, pools, deployments. */
@NullMarked
package headroom.supply;

import org.jspecify.annotations.NullMarked;
