package headroom.routers;

import umontreal.ssj.rng.RandomStream;
import umontreal.ssj.rng.RandomStreamBase;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** Uniforms said beforehand; one too many throws. */
final class Script extends RandomStreamBase implements RandomStream {
    private static final long serialVersionUID = 1;
    final transient Deque<Double> values = new ArrayDeque<>();

    Script(double... given) {
        Arrays.stream(given).forEach(values::add);
    }

    @Override
    protected double nextValue() {
        return values.remove();
    }

    @Override
    public double nextDouble() {
        return values.remove();
    }

    @Override
    public void resetStartStream() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resetStartSubstream() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resetNextSubstream() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
        return "script " + values;
    }
}
