package headroom.workload;

/** The formats of request traces that can be replayed. */
public enum TraceFormat {
    /**
     * CSV with the columns TIMESTAMP, ContextTokens and GeneratedTokens, as AzurePublicDataset
     * publishes. Timestamps are dates in UTC; the first record is time 0.
     */
    AZURE("TIMESTAMP", "ContextTokens", "GeneratedTokens"),
    /**
     * One JSON object a line with timestamp (ms), input_length and output_length, as Mooncake
     * publishes; hash_ids, if there, names the blocks of {@link #MOONCAKE_BLOCK_TOKENS} tokens that
     * the prompt is made of. Other fields are ignored. Times are kept as they are.
     */
    MOONCAKE("timestamp", "input_length", "output_length"),
    /**
     * CSV with the columns arrived_at (s), num_prefill_tokens and num_decode_tokens, as Vidur
     * reads. Times are kept as they are.
     */
    VIDUR("arrived_at", "num_prefill_tokens", "num_decode_tokens");

    /** Tokens of a block that an id of hash_ids stands for; the last block of a prompt is cut. */
    public static final int MOONCAKE_BLOCK_TOKENS = 512;

    /** The field that names blocks, in formats that do. */
    static final String BLOCKS_FIELD = "hash_ids";

    final String timeField;
    final String inputField;
    final String outputField;

    TraceFormat(String timeField, String inputField, String outputField) {
        this.timeField = timeField;
        this.inputField = inputField;
        this.outputField = outputField;
    }
}
