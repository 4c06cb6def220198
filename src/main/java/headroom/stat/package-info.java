/**
 * Estimators: counts, means, time averages, latency histograms and confidence intervals. Everything
 * here takes the time as an argument and knows no simulator. What is merged is merged in the order
 * of the caller, so results do not depend on how many threads gathered them.
 */
@NullMarked
package headroom.stat;

import org.jspecify.annotations.NullMarked;
