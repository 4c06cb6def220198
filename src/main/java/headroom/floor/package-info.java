/** The GPUs of a pool as jobs take them: nodes, racks, pods, and who holds which. */
@NullMarked
package headroom.floor;

import org.jspecify.annotations.NullMarked;
