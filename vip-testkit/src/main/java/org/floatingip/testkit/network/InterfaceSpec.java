package org.floatingip.testkit.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/** The description of a network interface to create. Immutable: each method returns a changed copy. */
public final class InterfaceSpec {

    final String subnetId;
    final @Nullable String id;
    final @Nullable IpAddress primary;
    final List<IpAddress> secondaries;
    final int secondaryCount;
    final List<IpAddress> ipv6Addresses;
    final int ipv6Count;
    final List<String> groups;
    final String description;
    final InterfaceType type;
    final @Nullable String owner;
    final Map<String, String> tags;

    private InterfaceSpec(String subnetId, Draft draft) {
        this.subnetId = Objects.requireNonNull(subnetId, "subnetId");
        this.id = draft.id;
        this.primary = draft.primary;
        this.secondaries = List.copyOf(draft.secondaries);
        this.secondaryCount = draft.secondaryCount;
        this.ipv6Addresses = List.copyOf(draft.ipv6Addresses);
        this.ipv6Count = draft.ipv6Count;
        this.groups = List.copyOf(draft.groups);
        this.description = draft.description;
        this.type = draft.type;
        this.owner = draft.owner;
        this.tags = Map.copyOf(draft.tags);
    }

    /** A mutable copy, so that each method changes its own setting and copies the rest. */
    private static final class Draft {
        @Nullable
        String id;

        @Nullable
        IpAddress primary;

        List<IpAddress> secondaries = List.of();
        int secondaryCount;
        List<IpAddress> ipv6Addresses = List.of();
        int ipv6Count;
        List<String> groups = List.of();
        String description = "";
        InterfaceType type = InterfaceType.INTERFACE;

        @Nullable
        String owner;

        Map<String, String> tags = Map.of();
    }

    private InterfaceSpec with(Consumer<Draft> change) {
        Draft draft = new Draft();
        draft.id = id;
        draft.primary = primary;
        draft.secondaries = secondaries;
        draft.secondaryCount = secondaryCount;
        draft.ipv6Addresses = ipv6Addresses;
        draft.ipv6Count = ipv6Count;
        draft.groups = groups;
        draft.description = description;
        draft.type = type;
        draft.owner = owner;
        draft.tags = tags;
        change.accept(draft);
        return new InterfaceSpec(subnetId, draft);
    }

    /** Returns an interface in the given subnet, without secondary addresses, whose primary address the VPC chooses. */
    public static InterfaceSpec in(String subnetId) {
        return new InterfaceSpec(subnetId, new Draft());
    }

    /** Sets its id, which must begin with {@code eni-}. Default: a generated one. */
    public InterfaceSpec id(String id) {
        Objects.requireNonNull(id, "id");
        return with(draft -> draft.id = id);
    }

    /** Sets its primary address. Default: one that the VPC chooses. */
    public InterfaceSpec primary(String address) {
        return primary(IpAddress.of(address));
    }

    /** Like {@link #primary(String)}. */
    public InterfaceSpec primary(IpAddress address) {
        Objects.requireNonNull(address, "address");
        return with(draft -> draft.primary = address);
    }

    /** Adds a secondary address. */
    public InterfaceSpec secondary(String address) {
        return secondary(IpAddress.of(address));
    }

    /** Like {@link #secondary(String)}. */
    public InterfaceSpec secondary(IpAddress address) {
        List<IpAddress> all = new ArrayList<>(secondaries);
        all.add(Objects.requireNonNull(address, "address"));
        return with(draft -> draft.secondaries = all);
    }

    /** Adds the given number of secondary addresses, chosen by the VPC. Default: 0. It excludes named ones. */
    public InterfaceSpec secondaries(int count) {
        return with(draft -> draft.secondaryCount = count);
    }

    /** Adds an IPv6 address. */
    public InterfaceSpec ipv6(String address) {
        return ipv6(IpAddress.of(address));
    }

    /** Like {@link #ipv6(String)}. */
    public InterfaceSpec ipv6(IpAddress address) {
        List<IpAddress> all = new ArrayList<>(ipv6Addresses);
        all.add(Objects.requireNonNull(address, "address"));
        return with(draft -> draft.ipv6Addresses = all);
    }

    /** Adds the given number of IPv6 addresses, chosen by the VPC. Default: 0. It excludes named ones. */
    public InterfaceSpec ipv6Addresses(int count) {
        return with(draft -> draft.ipv6Count = count);
    }

    /** Sets its security groups, by id. Default, and for an empty list: the default group of its VPC. */
    public InterfaceSpec groups(List<String> ids) {
        List<String> copy = List.copyOf(ids);
        return with(draft -> draft.groups = copy);
    }

    /** Sets its description, a free text. Default: empty. */
    public InterfaceSpec description(String description) {
        Objects.requireNonNull(description, "description");
        return with(draft -> draft.description = description);
    }

    /** Sets its type. Default: {@link InterfaceType#INTERFACE}. An {@link InterfaceType#EFA_ONLY} has no addresses. */
    public InterfaceSpec type(InterfaceType type) {
        Objects.requireNonNull(type, "type");
        return with(draft -> draft.type = type);
    }

    /**
     * Lets it belong to another account, in a subnet that is shared with this one. Its addresses are taken, and nobody in this
     * account sees it or can change it: see {@link InMemoryVpc#visibleInterfaces()}. Default: this account.
     *
     * @param accountId for example {@code 210987654321}
     */
    public InterfaceSpec owner(String accountId) {
        Objects.requireNonNull(accountId, "accountId");
        return with(draft -> draft.owner = accountId);
    }

    /** Sets its tags. Default: none. */
    public InterfaceSpec tags(Map<String, String> tags) {
        Map<String, String> copy = Map.copyOf(tags);
        return with(draft -> draft.tags = copy);
    }
}
