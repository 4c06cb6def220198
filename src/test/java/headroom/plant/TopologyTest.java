package headroom.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

class TopologyTest {
    @Test
    void groupsOfASite() {
        Topology site = new Topology(50, 8, 4, 3, 16, 20);
        assertThat(site.gpus()).isEqualTo(400);
        assertThat(site.groups(Scope.NODE)).isEqualTo(50);
        assertThat(site.groups(Scope.RACK)).isEqualTo(13);
        assertThat(site.groups(Scope.POD)).isEqualTo(5);
        assertThat(site.groups(Scope.SWITCH)).isEqualTo(4);
        assertThat(site.groups(Scope.POWER_DOMAIN)).isEqualTo(3);
        assertThat(site.groups(Scope.SITE)).isEqualTo(1);
        assertThat(site.groupOf(49, Scope.RACK)).isEqualTo(12);
        assertThat(site.groupOf(47, Scope.POD)).isEqualTo(3);
        assertThat(site.firstNode(4, Scope.POD)).isEqualTo(48);
        assertThat(site.endNode(4, Scope.POD)).isEqualTo(50);
        assertThat(site.endNode(1, Scope.SWITCH)).isEqualTo(32);
    }

    /** The groups of each scope are the nodes, each once, in their order. */
    @Test
    void everyNodeIsInOneGroupOfEachScope() {
        for (int nodes = 1; nodes < 60; nodes++) {
            Topology site = new Topology(nodes, 8, 4, 3, 0, 7);
            for (Scope scope : Scope.values()) {
                int[] inOrder = IntStream.range(0, site.groups(scope))
                        .flatMap(group -> IntStream.range(
                                        site.firstNode(group, scope), site.endNode(group, scope))
                                .peek(node ->
                                        assertThat(site.groupOf(node, scope)).isEqualTo(group)))
                        .toArray();
                assertThat(inOrder).isEqualTo(IntStream.range(0, nodes).toArray());
            }
        }
    }

    @Test
    void aSiteThatIsNotCutIsOneGroup() {
        Topology site = Topology.flat(27_500, 8);
        assertThat(site.groups(Scope.RACK)).isEqualTo(1);
        assertThat(site.groups(Scope.POD)).isEqualTo(1);
        assertThat(site.endNode(0, Scope.POWER_DOMAIN)).isEqualTo(27_500);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> Topology.flat(0, 8)).hasMessage("0 nodes of 8 GPUs");
        assertThatThrownBy(() -> new Topology(1, 8, -1, 0, 0, 0))
                .hasMessage("negative size of a group of nodes");
        assertThatThrownBy(() -> new Topology(1, 8, 0, 2, 0, 0))
                .hasMessage("pods of 2 racks, but no racks");
    }
}
