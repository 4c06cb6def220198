package headroom.scenario;

import com.google.common.collect.ImmutableList;

import headroom.yaml.Key;
import headroom.yaml.Quantity;

/** One kind of failure that takes replicas out of service until they are repaired. */
public record FailureSection(
        @Key(name = "name", form = Key.Form.SLUG, doc = "Names its random streams.")
        String name,

        @Key(
                name = "gpus",
                refersTo = "gpus",
                def = "[]",
                doc = "Kinds of GPU it strikes; with pools empty too: all.")
        ImmutableList<String> gpus,

        @Key(
                name = "pools",
                refersTo = "pools",
                def = "[]",
                doc = "Pools it strikes, whatever their GPUs; with gpus empty too: all.")
        ImmutableList<String> pools,

        @Key(
                name = "rate",
                unit = Quantity.RATE,
                range = "[0 /s, 1 /s]",
                doc = "Failures of one node per time. Measured: 6.5e-3 /d and 2.34e-3 /d on Meta's"
                        + " RSC-1 and RSC-2 (arXiv 2410.21680), 3.79e-3 /d in Llama 3's training.")
        double ratePerSecond,

        @Key(
                name = "nodeGpus",
                range = "[1, 100000]",
                def = "8",
                doc = "GPUs of a node; a replica fails at rate x its GPUs / nodeGpus, as one.")
        int nodeGpus,

        @Key(
                name = "repair",
                unit = Quantity.DURATION,
                range = "[0 s, 366 d]",
                doc = "Time until the GPUs are back; then weights are loaded.")
        WorkloadSection.LognormalSection repair) {

    /** Whether it strikes a pool. */
    public boolean strikes(String name, PoolSection pool) {
        boolean all = gpus.isEmpty() && pools.isEmpty();
        return all || pools.contains(name) || gpus.contains(pool.gpu());
    }
}
