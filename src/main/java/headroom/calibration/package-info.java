/**
 * Programs that fit coefficients to measurements, outside any run: efficiencies of GPUs and engines
 * from closed-loop benchmarks, with their errors in cross-validation.
 */
@NullMarked
package headroom.calibration;

import org.jspecify.annotations.NullMarked;
