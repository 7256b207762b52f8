package org.floatingip.spi;

import java.util.List;
import org.floatingip.DnsRecord;
import org.floatingip.PlannedCall;

/** A registrar that can say beforehand which calls it makes. */
public interface ExplainingDnsRegistrar extends DnsRegistrar {

    /**
     * The calls by which that record is looked up and, where it differs, registered, in order, with the permission that each
     * needs. Asks nobody.
     *
     * @param differs whether it is known to differ, so that it will be written
     */
    List<PlannedCall> explain(DnsRecord record, boolean differs);
}
