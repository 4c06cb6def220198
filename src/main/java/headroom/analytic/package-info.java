/**
 * Closed forms, small solvers and bounds: of queueing theory, oracles for tests and rows in
 * reports, evaluated by recursions that neither overflow nor cancel at a quarter of a million
 * servers, and where there is no closed form by the Markov chain itself; and of what a model on
 * some GPUs can do at most. Nothing here simulates.
 */
@NullMarked
package headroom.analytic;

import org.jspecify.annotations.NullMarked;
