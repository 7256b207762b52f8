package org.floatingip.doctor;

import org.floatingip.FloatingIp;

/**
 * The names of what {@link FloatingIp#doctor(String...)} looks at, which don't change: what a script may look for. An
 * assigner or a configurator may have more of its own; {@code docs/doctor.md} says what each check proves.
 */
public final class Checks {

    /** Who holds the address: one of the hosts that were named. Its subject is the address. */
    public static final String HOLDER = "holder";

    /** Whether the address is nobody's own, which never moves. Its subject is the address. */
    public static final String PRIMARY_ADDRESS = "primary-address";

    /** Whether the network keeps the address for itself. Its subject is the address. */
    public static final String RESERVED_ADDRESS = "reserved-address";

    /** Whether the host is there, and has one interface that could take the address. Its subject is the host. */
    public static final String TARGET = "target";

    /** Whether the host has an interface in the subnet of the address. Its subject is the host. */
    public static final String SUBNET = "subnet";

    /** Whether that interface has room for the address. Its subject is the host. */
    public static final String ROOM = "room";

    /** Where the routes of an overlay address lead, and who would not reach it. Its subject is the address. */
    public static final String ROUTES = "routes";

    /** Whether the host's interface takes what is not for its own addresses. Its subject is the host. */
    public static final String SOURCE_DEST_CHECK = "source-dest-check";

    /**
     * By which ways the address can float, or a host's interface can have one, and why not by the others. Its subject is the
     * address, or the host.
     */
    public static final String WAYS = "ways";

    /** Whether the host runs, as the network sees it. Its subject is the host. */
    public static final String HOST_STATE = "host-state";

    /** A permission that a move needs. Its subject is the permission, for example {@code ec2:DescribeInstances}. */
    public static final String PERMISSION = "permission";

    /** The credentials as such. Its subject is the address. */
    public static final String CREDENTIALS = "credentials";

    /** Whether nobody is given the address by chance while no host holds it. Its subject is the address. */
    public static final String RESERVATION = "reservation";

    /** What hangs on the address, and is cut off by a handover: in EC2 an Elastic IP. Its subject is the address. */
    public static final String DEPENDENTS = "dependents";

    /** What only this kind of network can say of a host or of the address, where it could not be asked. */
    public static final String NETWORK = "network";

    /** Whether the host can be asked. Its subject is the host. */
    public static final String HOST_ACCESS = "host-access";

    /** Whether the host lets vip change its addresses. Its subject is the host. */
    public static final String HOST_PRIVILEGES = "host-privileges";

    /**
     * Whether the host accepts the address, and whether it ought to. Its subject is the host; the address, where nobody was
     * given to ask the hosts.
     */
    public static final String HOST_ACCEPTS = "host-accepts";

    /** Who manages the host's interface, and whether that leaves the address alone. Its subject is the host. */
    public static final String INTERFACE_MANAGER = "interface-manager";

    /** Whether the host's interface is up and can take the address as vip adds it. Its subject is the host. */
    public static final String HOST_INTERFACE = "host-interface";

    /** Whether what is persisted on the host is read when it boots. Its subject is the host. */
    public static final String PERSISTENCE = "persistence";

    /** Whether the ledger of epochs can be asked, and who has claimed the address there. Its subject is the address. */
    public static final String LEDGER = "ledger";

    /** Whether the name points at the address, or a host's name at the host. Its subject is the name. */
    public static final String DNS_NAME = "dns-name";

    /** How long this JVM remembers the addresses of names. Its subject is {@code this JVM}. */
    public static final String JVM_DNS_CACHE = "jvm-dns-cache";

    private Checks() {}
}
