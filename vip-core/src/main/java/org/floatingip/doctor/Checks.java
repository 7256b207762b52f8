package org.floatingip.doctor;

import org.floatingip.FloatingIp;

/**
 * The names of the checks that {@link FloatingIp#doctor(String...)} makes. They are stable, so scripts can rely on
 * them. Assigners and configurators may add checks of their own. {@code docs/doctor.md} says what each check proves.
 */
public final class Checks {

    /** Whether one of the named hosts holds the address. The subject is the address. */
    public static final String HOLDER = "holder";

    /** Whether the address is a primary address, which never moves. The subject is the address. */
    public static final String PRIMARY_ADDRESS = "primary-address";

    /** Whether the network keeps the address for itself. The subject is the address. */
    public static final String RESERVED_ADDRESS = "reserved-address";

    /** Whether the host exists, and has exactly one interface that could take the address. The subject is the host. */
    public static final String TARGET = "target";

    /** Whether the host has an interface in the subnet of the address. The subject is the host. */
    public static final String SUBNET = "subnet";

    /** Whether that interface has room for the address. The subject is the host. */
    public static final String ROOM = "room";

    /**
     * Where the routes of an overlay address lead, and which subnets would not reach it. The subject is the address.
     */
    public static final String ROUTES = "routes";

    /** Whether the host's interface takes packets that are not for its own addresses. The subject is the host. */
    public static final String SOURCE_DEST_CHECK = "source-dest-check";

    /**
     * By which of the supported ways the address can float, or a host's interface can have one, and why not by the
     * others. The subject is the address, or the host.
     */
    public static final String WAYS = "ways";

    /** Whether the host runs, as the network sees it. The subject is the host. */
    public static final String HOST_STATE = "host-state";

    /**
     * Whether the caller has a permission that a move needs. The subject is the permission, for example
     * {@code ec2:DescribeInstances}.
     */
    public static final String PERMISSION = "permission";

    /** Whether the credentials are accepted. The subject is the address. */
    public static final String CREDENTIALS = "credentials";

    /**
     * Whether the address is reserved, so that nobody is given it by chance while no host holds it. The subject is the
     * address.
     */
    public static final String RESERVATION = "reservation";

    /** What depends on the address and is cut off by a handover: in EC2 an Elastic IP. The subject is the address. */
    public static final String DEPENDENTS = "dependents";

    /** Why this network's own checks of a host or an address could not be made. */
    public static final String NETWORK = "network";

    /** Whether the host can be asked. The subject is the host. */
    public static final String HOST_ACCESS = "host-access";

    /** Whether vip may change the addresses of the host. The subject is the host. */
    public static final String HOST_PRIVILEGES = "host-privileges";

    /**
     * Whether the host accepts the address, and whether it should. The subject is the host, or the address if no
     * configurator was given.
     */
    public static final String HOST_ACCEPTS = "host-accepts";

    /**
     * Which software manages the host's interface, and whether that leaves the address alone. The subject is the host.
     */
    public static final String INTERFACE_MANAGER = "interface-manager";

    /** Whether the host's interface is up, and can take the address as vip adds it. The subject is the host. */
    public static final String HOST_INTERFACE = "host-interface";

    /** Whether the host reads its persisted configuration when it boots. The subject is the host. */
    public static final String PERSISTENCE = "persistence";

    /** Whether the ledger of epochs can be asked, and who has claimed the address in it. The subject is the address. */
    public static final String LEDGER = "ledger";

    /** Whether the name points at the address, or a host's name at the host. The subject is the name. */
    public static final String DNS_NAME = "dns-name";

    /** How long this JVM caches the addresses of names. The subject is {@code this JVM}. */
    public static final String JVM_DNS_CACHE = "jvm-dns-cache";

    private Checks() {}
}
