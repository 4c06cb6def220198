/**
 * What is owned and powered: GPU models, sites, pools and the law of their power. Passive: it says
 * how many GPUs are present at a time and what they draw in given phases; who reacts to that lives
 * in other rooms.
 */
@NullMarked
package headroom.plant;

import org.jspecify.annotations.NullMarked;
