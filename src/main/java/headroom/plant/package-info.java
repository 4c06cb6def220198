/**
 * What is owned and powered: GPU models, sites and the law of their power, and where nodes stand.
 * Passive: it says what GPUs draw in given phases; who reacts to that lives in other rooms.
 */
@NullMarked
package headroom.plant;

import org.jspecify.annotations.NullMarked;
