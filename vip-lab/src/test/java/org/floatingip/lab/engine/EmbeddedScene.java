package org.floatingip.lab.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.IpAddress;
import org.floatingip.MoveListener;
import org.floatingip.MovePlan;
import org.floatingip.MoveResult;
import org.floatingip.StandbyMove;
import org.floatingip.Tenure;
import org.floatingip.spi.DnsRegistrar;
import org.floatingip.spi.EpochLedger;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.ReachabilityProbe;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.dns.InMemoryDnsRegistrar;
import org.floatingip.testkit.fence.InMemoryEpochLedger;
import org.floatingip.testkit.hosts.InMemoryHosts;

/**
 * A world in which everything around the engine is somebody else's, and can be made to fail: assigner, hosts, names, probe and
 * clock with all of their abilities. The first of two hosts holds two addresses, one of them with an Elastic IP.
 */
final class EmbeddedScene {

    static final IpAddress ONE = IpAddress.of(Sandbox.FLOATING_IP);
    static final IpAddress TWO = IpAddress.of("10.0.1.13");

    /** Every operation that there is; what it gave. */
    @SuppressWarnings("ImmutableEnumChecker") // lambdas that hold nothing
    enum Doing {
        HOLDERS(scene -> scene.db().holders()),
        MOVE(scene -> scene.db().moveTo(scene.b)),
        HANDOVER(scene -> scene.db()
                .move()
                .from(scene.a)
                .to(scene.b)
                .handover()
                .reassociate()
                .execute()),
        PLAN(scene -> scene.db().move().to(scene.b).plan()),
        APPLY(scene -> scene.db().apply(scene.plan)),
        STANDBY(scene -> scene.db().standby(scene.b)),
        STANDBY_EXECUTE(scene -> scene.standby.execute()),
        MAKE_READY(scene -> {
            scene.standby.makeReady();
            return scene.standby.standDown();
        }),
        RELEASE(scene -> scene.db().release(scene.a)),
        SETTLE(scene -> scene.db().settle(scene.lost)),
        SETTLE_BY_ID(scene -> scene.db().settle(scene.b)),
        DOCTOR(scene -> scene.db().doctor(scene.a, scene.b)),
        NAMES_TABLE(scene -> scene.db().names().records()),
        NAMES(scene -> scene.db().registerNames()),
        GROUP_HOLDERS(scene -> scene.group().holders()),
        GROUP(scene -> scene.group().moveTo(scene.b)),
        GROUP_ALL_OR_NOTHING(
                scene -> scene.group().move().to(scene.b).allOrNothing().execute()),
        EVACUATE(scene -> scene.group().evacuate(scene.a).to(scene.b).execute()),
        FENCED(scene -> scene.fenced().move().to(scene.b).epoch(7).execute()),
        FENCED_HANDOVER(scene -> scene.fenced()
                .move()
                .from(scene.a)
                .to(scene.b)
                .handover()
                .reassociate()
                .epoch(7)
                .execute()),
        FENCED_RELEASE(scene -> scene.fenced().release(scene.a, 7)),
        TENURE(scene -> {
            Tenure tenure =
                    scene.fenced().tenure(scene.b, 7).hostLeaseSeconds(60).begin();
            tenure.tick();
            return tenure.lastMove().get(0);
        });

        private final Function<EmbeddedScene, Object> body;

        Doing(Function<EmbeddedScene, Object> body) {
            this.body = body;
        }
    }

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    final String a = sandbox.instanceId("db.a");
    final String b = sandbox.instanceId("db.b");
    private final InMemoryHosts hosts = InMemoryHosts.create(ticker);
    private final InMemoryIpAssigner assigner = InMemoryIpAssigner.of(sandbox.network());
    private final InMemoryDnsRegistrar registrar = InMemoryDnsRegistrar.of(sandbox.dns());
    private final InMemoryEpochLedger ledger = InMemoryEpochLedger.create();
    private final List<Listening> listeners = new ArrayList<>();
    private final StandbyMove standby;
    private final MovePlan plan;
    private final MoveResult lost;
    private Interposed.Before trouble = (method, call) -> call.make();

    /** A listener, and how it is called. */
    private record Listening(MoveListener listener, java.util.concurrent.Executor executor) {}

    EmbeddedScene() {
        String eniOfA = eni(a);
        give(eniOfA);
        String elasticIp = sandbox.network().allocateElasticIp().allocationId();
        sandbox.network().associateElasticIp(elasticIp, eniOfA, ONE, false);
        assigner.dataPlaneLag(Duration.ofMillis(100));
        hosts.set(a, ONE.toString());
        hosts.set(a, TWO.toString());
        standby = db().standby(b);
        plan = db().move().to(b).plan();
        hosts.cutOff(a);
        lost = FloatingIp.at(ONE)
                .assigner(assigner)
                .hosts(hosts)
                .ticker(ticker)
                .build()
                .moveTo(b);
        hosts.mend(a);
        One.drop(hosts, ONE, lost.to(), Duration.ofSeconds(1));
        give(eniOfA);
        // Late enough for a wait or two.
        ticker.advance(Duration.ofSeconds(1));
        sandbox.network().delayVisibility(Duration.ofMillis(300));
    }

    private String eni(String instance) {
        return sandbox.network()
                .instance(instance)
                .orElseThrow()
                .interfaces()
                .get(0)
                .id();
    }

    private void give(String eni) {
        sandbox.network().assignAddresses(eni, List.of(ONE, TWO), true);
    }

    /** From now on, that stands in front of every call to what is somebody else's. */
    void interpose(Interposed.Before before) {
        trouble = before;
    }

    void listener(MoveListener listener, java.util.concurrent.Executor executor) {
        listeners.add(new Listening(listener, executor));
    }

    /** Has the world be as that operation finds it. */
    EmbeddedScene before(Doing doing) {
        if (doing == Doing.SETTLE) {
            give(eni(b));
            settleDown();
        }
        return this;
    }

    /** Lets what was changed be shown. */
    void settleDown() {
        ticker.advance(Duration.ofSeconds(1));
    }

    /** Runs that; what it gave. */
    Object run(Doing doing) {
        return doing.body.apply(this);
    }

    /** Who really holds the two addresses, and what hangs on them. */
    String truth() {
        return sandbox.network().holders(ONE) + " " + sandbox.network().holders(TWO) + " "
                + sandbox.network().elasticIps();
    }

    FloatingIp db() {
        return builder().build();
    }

    /** The same behind a fence. */
    private FloatingIp fenced() {
        return builder().fence(theirs(ledger, EpochLedger.class)).build();
    }

    private FloatingIp.Builder builder() {
        FloatingIp.Builder builder = FloatingIp.at(ONE)
                .assigner(theirs(assigner, IpAssigner.class))
                .hosts(theirs(hosts, HostNetworkConfigurator.class))
                .dns(theirs(registrar, DnsRegistrar.class), "db.example.com")
                .hostName(a, "a.example.com")
                .hostName(b, "b.example.com")
                .probe(theirs((ReachabilityProbe) (address, budget) -> "it answers", ReachabilityProbe.class))
                .ticker(theirs(ticker, Ticker.class));
        for (Listening each : listeners) {
            builder = each.executor() == null
                    ? builder.listener(each.listener())
                    : builder.listener(each.listener(), each.executor());
        }
        return builder;
    }

    FloatingIpGroup group() {
        FloatingIpGroup.Builder builder = FloatingIpGroup.at(ONE.toString(), TWO.toString())
                .assigner(theirs(assigner, IpAssigner.class))
                .hosts(theirs(hosts, HostNetworkConfigurator.class))
                .probe(theirs((ReachabilityProbe) (address, budget) -> "it answers", ReachabilityProbe.class))
                .ticker(theirs(ticker, Ticker.class));
        for (Listening each : listeners) {
            builder = each.executor() == null
                    ? builder.listener(each.listener())
                    : builder.listener(each.listener(), each.executor());
        }
        return builder.build();
    }

    private <T> T theirs(Object real, Class<T> type) {
        return Interposed.before(real, type, (method, call) -> trouble.call(method, call));
    }
}
