/**
 * Programs that fit coefficients to measurements, outside any run: efficiencies of engines on GPUs
 * from closed-loop benchmarks, with their errors in cross-validation.
 */
@NullMarked
package headroom.calibration;

import org.jspecify.annotations.NullMarked;
