package org.floatingip.testkit.network;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.fault.ScriptedFault;

/**
 * An event in the network beside a call: before the call takes effect ({@link ScriptedFault#first}), after it ({@link
 * ScriptedFault#then}), or at a point in time ({@link InMemoryVpc#schedule}). Immutable.
 */
public final class Incident {

    private final String text;
    private final Consumer<InMemoryVpc> effect;

    private Incident(String text, Consumer<InMemoryVpc> effect) {
        this.text = text;
        this.effect = effect;
    }

    /**
     * A third party takes the address, whoever holds it.
     *
     * @param host an instance id, whose first interface in the subnet of the address gets it, or an ENI id
     */
    public static Incident thirdPartyTakes(String address, String host) {
        IpAddress ip = IpAddress.of(address);
        Objects.requireNonNull(host, "host");
        return new Incident(
                host + " takes " + address,
                network -> network.assignAddresses(interfaceOf(host, ip, network), List.of(ip), true));
    }

    /** Like {@link #thirdPartyTakes(String, String)}. */
    public static Incident thirdPartyTakes(IpAddress address, String host) {
        return thirdPartyTakes(address.toString(), host);
    }

    /**
     * A third party takes the Elastic IP, whatever it is associated with.
     *
     * @param allocationId the Elastic IP's
     * @param host an instance id, whose first interface gets it for its primary address, or an ENI id
     */
    public static Incident thirdPartyTakesElasticIp(String allocationId, String host) {
        Objects.requireNonNull(allocationId, "allocationId");
        Objects.requireNonNull(host, "host");
        return new Incident(host + " takes the Elastic IP " + allocationId, network -> {
            VpcInterface eni = primaryInterfaceOf(host, network);
            network.associateElasticIp(allocationId, eni.id(), eni.primaryAddress(), true);
        });
    }

    /** The holder releases the address; if it has no holder, nothing happens. */
    public static Incident holderReleases(String address) {
        IpAddress ip = IpAddress.of(address);
        return new Incident("the holder releases " + address, network -> {
            for (Holder holder : network.holders(ip)) {
                network.unassignAddresses(holder.interfaceId(), List.of(ip));
            }
        });
    }

    /** Like {@link #holderReleases(String)}. */
    public static Incident holderReleases(IpAddress address) {
        return holderReleases(address.toString());
    }

    /** The instance is terminated: the target, the holder, or any other. */
    public static Incident terminate(String instanceId) {
        Objects.requireNonNull(instanceId, "instanceId");
        return new Incident(instanceId + " is terminated", network -> network.terminate(List.of(instanceId)));
    }

    /** The instance is stopped; it keeps its addresses. */
    public static Incident stop(String instanceId) {
        Objects.requireNonNull(instanceId, "instanceId");
        return new Incident(instanceId + " is stopped", network -> network.stop(List.of(instanceId)));
    }

    /** Future changes become visible that much later: {@link InMemoryVpc#delayVisibility}. */
    public static Incident delayVisibility(Duration delay) {
        Objects.requireNonNull(delay, "delay");
        return new Incident(
                "visibility is delayed by " + delay.toMillis() + " ms", network -> network.delayVisibility(delay));
    }

    /** Like {@link #delayVisibility(Duration)}. */
    public static Incident delayVisibilitySeconds(long seconds) {
        return delayVisibility(Duration.ofSeconds(seconds));
    }

    /** Future answers are up to that old: {@link InMemoryVpc#answersUpTo}. */
    public static Incident answersUpTo(Duration bound, long seed) {
        Objects.requireNonNull(bound, "bound");
        return new Incident(
                "answers are up to " + bound.toMillis() + " ms old", network -> network.answersUpTo(bound, seed));
    }

    /**
     * The next answers have the given ages: {@link InMemoryVpc#ageOfNextReads}. Place it before the change that the answers
     * should not show.
     */
    public static Incident ageOfNextReads(Duration... ages) {
        List<Duration> each = List.of(ages);
        return new Incident(
                "the next answers are "
                        + each.stream().map(age -> age.toMillis() + " ms").collect(Collectors.joining(", ")) + " old",
                network -> network.ageOfNextReads(each.toArray(Duration[]::new)));
    }

    /** The given time passes by the network's clock, so that the call is slow. */
    public static Incident timePasses(Duration time) {
        Objects.requireNonNull(time, "time");
        return new Incident(time.toMillis() + " ms pass", network -> {
            if (network.ticker() instanceof VirtualTicker ticker) {
                ticker.advance(time); // also where the thread is interrupted
                return;
            }
            try {
                network.ticker().sleep(time);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Like {@link #timePasses(Duration)}. */
    public static Incident secondsPass(long seconds) {
        return timePasses(Duration.ofSeconds(seconds));
    }

    /** The thread is interrupted: usually the caller's own, named when the script is written. */
    public static Incident interrupt(Thread thread) {
        Objects.requireNonNull(thread, "thread");
        return new Incident("the thread " + thread.getName() + " is interrupted", network -> thread.interrupt());
    }

    /** Runs any other action of a test. */
    public static Incident of(Runnable action) {
        Objects.requireNonNull(action, "action");
        return new Incident("an action of the test", network -> action.run());
    }

    /**
     * Lets the incident happen in the given network, now.
     *
     * @throws IllegalStateException if the network refuses it
     */
    public void happen(InMemoryVpc network) {
        network.note("meanwhile: " + text);
        try {
            effect.accept(network);
        } catch (Ec2RefusalException e) {
            throw new IllegalStateException(
                    "the script says that " + text + ", but that is refused: " + e.getMessage(), e);
        }
    }

    private static String interfaceOf(String host, IpAddress address, InMemoryVpc network) {
        if (host.startsWith("eni-")) {
            return host;
        }
        return network
                .instance(host)
                .orElseThrow(() -> new IllegalArgumentException("the network has no instance " + host))
                .interfaces()
                .stream()
                .filter(eni ->
                        network.subnet(eni.subnetId()).orElseThrow().cidr().contains(address))
                .map(VpcInterface::id)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("no interface of " + host + " is in the subnet of " + address));
    }

    private static VpcInterface primaryInterfaceOf(String host, InMemoryVpc network) {
        return (host.startsWith("eni-")
                        ? network.networkInterface(host)
                        : network.instance(host)
                                .flatMap(instance ->
                                        instance.interfaces().stream().findFirst()))
                .orElseThrow(() -> new IllegalArgumentException("the network has no " + host + " with an interface"));
    }

    /** Returns the incident in words, for example {@code i-0c takes 10.0.1.12}. */
    @Override
    public String toString() {
        return text;
    }
}
