package com.example;

import org.floatingip.FloatingIp;
import org.floatingip.MoveResult;
import org.floatingip.aws.Ec2IpAssigner;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** Moves the database's address to a standby. */
public final class Failover implements AutoCloseable {

    private final Ec2IpAssigner assigner;
    private final FloatingIp db;

    public Failover(Ec2Client ec2, String address) {
        assigner = Ec2IpAssigner.builder().client(ec2).build();
        db = FloatingIp.at(address).assigner(assigner).build();
    }

    public MoveResult to(String standby) {
        return db.moveTo(standby);
    }

    @Override
    public void close() {
        assigner.close();
    }
}
