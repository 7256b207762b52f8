package org.floatingip.testkit;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.testkit.dns.DnsRecordSet;
import org.floatingip.testkit.dns.DnsZone;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceState;
import org.floatingip.testkit.network.VpcInstance;
import org.floatingip.testkit.network.VpcInterface;

/** The state of a scenario in one line: its hosts with the addresses that they hold, and its names. */
final class ScenarioState {

    private ScenarioState() {}

    /** Returns, for example, {@code i-0a held 10.0.1.12, i-0b held nothing; db.example.com 60 A 10.0.1.12}. */
    static String of(InMemoryVpc network, InMemoryDns dns) {
        List<String> hosts =
                network.instances().stream().map(ScenarioState::words).toList();
        List<String> names = new ArrayList<>();
        for (DnsZone zone : dns.zones()) {
            dns.recordSets(zone.id()).stream()
                    .filter(set -> !set.type().equals("NS") && !set.type().equals("SOA"))
                    .map(DnsRecordSet::toString)
                    .forEach(names::add);
        }
        return (hosts.isEmpty() ? "there was no host" : String.join(", ", hosts))
                + (names.isEmpty() ? "" : "; " + String.join("; ", names));
    }

    private static String words(VpcInstance host) {
        List<String> held = new ArrayList<>();
        for (VpcInterface eni : host.interfaces()) {
            eni.addresses().stream().skip(1).forEach(address -> held.add(address.toString()));
        }
        return host.id()
                + (host.state() == InstanceState.RUNNING
                        ? ""
                        : " (" + host.state().ec2Name() + ")")
                + (held.isEmpty() ? " held nothing" : " held " + String.join(" and ", held));
    }
}
