package org.floatingip.lab.foreign;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;

/** A member of a cluster that looks for the others in AWS, as its users configure it. */
final class HazelcastMember {

    private HazelcastMember() {}

    /** The endpoint of AWS, and the address of the host; prints how many members it joined, itself included, and ends with standard input. */
    public static void main(String[] arguments) throws IOException {
        Config config = new Config();
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface(arguments[1]);
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        join.getAwsConfig()
                .setEnabled(true)
                .setProperty("region", "us-east-1")
                .setProperty("host-header", arguments[0])
                .setProperty("hz-port", "5701")
                .setProperty("tag-key", "cluster")
                .setProperty("tag-value", "cache");
        HazelcastInstance member = Hazelcast.newHazelcastInstance(config);
        System.out.println("members " + member.getCluster().getMembers().size());
        while (System.in.read() >= 0) {
            // Whatever it is.
        }
        Runtime.getRuntime().halt(0);
    }
}
