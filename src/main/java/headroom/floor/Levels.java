package headroom.floor;

/**
 * Things by how much of something they have, in groups of like size that follow each other: finds
 * in a group the one with the least that is enough, or the most; the first of those with as much.
 */
final class Levels {
    static final int NONE = BitTree.NONE;

    private final int groupSize;
    private final int levels;
    private final BitTree bits;

    /** Things in groups of so many, which have from 0 to most; none of them is in yet. */
    Levels(int things, int groupSize, int most) {
        this.groupSize = groupSize;
        levels = most + 1;
        int groups = (things - 1) / groupSize + 1;
        bits = new BitTree(Math.multiplyExact(Math.multiplyExact(groups, levels), groupSize));
    }

    long steps() {
        return bits.steps();
    }

    void add(int thing, int level) {
        bits.set(at(thing, level));
    }

    void remove(int thing, int level) {
        bits.clear(at(thing, level));
    }

    void move(int thing, int from, int to) {
        if (from != to) {
            remove(thing, from);
            add(thing, to);
        }
    }

    /** The first of those with the least that is at least so much, in a group; or none. */
    int atLeast(int group, int level) {
        if (level >= levels) {
            return NONE;
        }
        int found = bits.next(start(group, level));
        return found == NONE || found >= start(group + 1, 0) ? NONE : thing(found);
    }

    /** The first of those that have exactly so much, from one on, in its group; or none. */
    int next(int thing, int level) {
        int found = bits.next(at(thing, level));
        int end = start(thing / groupSize, level) + groupSize;
        return found == NONE || found >= end ? NONE : thing(found);
    }

    /** The last of those that have exactly so much, in a group; or none. */
    int last(int group, int level) {
        int found = bits.before(start(group, level) + groupSize);
        return found == NONE || found < start(group, level) ? NONE : thing(found);
    }

    /** The first of those that have the most, if at least so much, in a group; or none. */
    int most(int group, int least) {
        int found = bits.before(start(group + 1, 0));
        if (found == NONE || found < start(group, least)) {
            return NONE;
        }
        int level = found / groupSize % levels;
        return thing(bits.next(start(group, level)));
    }

    private int at(int thing, int level) {
        return start(thing / groupSize, level) + thing % groupSize;
    }

    private int start(int group, int level) {
        return (group * levels + level) * groupSize;
    }

    private int thing(int at) {
        return at / (groupSize * levels) * groupSize + at % groupSize;
    }
}
