package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HolderChangedException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.spi.GroupIpAssigner;
import org.floatingip.spi.GroupSurvey;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every {@link GroupIpAssigner} does beyond {@link IpAssignerContract}. */
@DisplayName("an assigner of several addresses at once")
public abstract class GroupIpAssignerContract extends AssignerTests<GroupIpAssigner, AssignerFixture> {

    /** For those that extend it. */
    protected GroupIpAssignerContract() {
        super(GroupIpAssigner.class);
    }

    private List<IpAddress> both() {
        return List.of(network.held(), network.free());
    }

    private List<Transfer> transfers(HostId target) {
        Map<IpAddress, Survey> surveys = assigner.surveyAll(both(), target).surveys();
        assertThat(surveys).containsOnlyKeys(both());
        return surveys.entrySet().stream()
                .map(each -> Transfer.of(
                        each.getKey(),
                        each.getValue().holders(),
                        each.getValue().placement()))
                .toList();
    }

    @Test
    @DisplayName("locateAll has an entry for each address, empty where nobody holds it, the same as locate")
    void locateAll_whenOneIsHeld_hasAnEntryForEach() {
        Map<IpAddress, List<Holder>> found = assigner.locateAll(both());

        assertThat(found).containsOnlyKeys(both());
        assertThat(found.get(network.held())).isEqualTo(assigner.locate(network.held()));
        assertThat(found.get(network.free())).isEmpty();
    }

    @Test
    @DisplayName("surveyAll says for each address what survey says")
    void surveyAll_whenAllCanGo_saysWhatSurveySays() {
        GroupSurvey found = assigner.surveyAll(both(), network.target());

        assertThat(found.refusals()).isEmpty();
        for (IpAddress address : both()) {
            assertThat(found.surveys().get(address)).isEqualTo(assigner.survey(address, network.target()));
        }
    }

    @Test
    @DisplayName("surveyAll refuses a target that the network does not know, whatever the addresses")
    void surveyAll_whenTheTargetIsUnknown_refuses() {
        refused(RefusalReason.UNKNOWN_TARGET, () -> assigner.surveyAll(both(), network.unknown()));
    }

    @Test
    @DisplayName("readings of several throw when the network can't be asked")
    void readings_whenTheNetworkCantBeAsked_throw() {
        network.cutOff();

        refused(FloatingIpException.class, () -> assigner.locateAll(both()));
        refused(FloatingIpException.class, () -> assigner.surveyAll(both(), network.target()));
    }

    @Test
    @DisplayName("assignAll moves all of them")
    void assignAll_whenAllAreHeld_movesThem() {
        network.give(network.free(), network.other());

        assigner.assignAll(transfers(network.target()));

        assertHeldBy(network.held(), network.target());
        assertHeldBy(network.free(), network.target());
    }

    @Test
    @DisplayName("assignAll of addresses that were seen with nobody moves none of them if somebody has one by now")
    void assignAll_whenSomebodyCameForOne_movesNone() {
        assigner.release(network.held(), assigner.locate(network.held()).get(0));
        List<Transfer> transfers = transfers(network.target());
        network.give(network.free(), network.other());

        refused(HolderChangedException.class, () -> assigner.assignAll(transfers));

        assertHeldByNobody(network.held());
        assertHeldBy(network.free(), network.other());
    }
}
