package org.floatingip.linux.internal;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.linux.HostMode;

/** What a host's answer says of an address that it is to accept: what {@code accept} would meet, and what comes after it. */
final class HostDiagnosis {

    /** Where ifupdown's files of our own lie. */
    static final String FOLDER = "/etc/network/interfaces.d";

    private static final String UNREADABLE = "/etc/network/interfaces can't be read";
    private static final String NOT_YET = "nothing is persisted yet: after a boot the host does not accept the address";
    private static final String ACCEPT_AGAIN = "have it accept once more: moveTo(..), vip move, vip host accept";
    private static final String ACCEPT_ALWAYS = "have it accept: vip host accept --mode always";

    private final HostId id;
    private final String host;
    private final IpAddress address;
    private final HostMode mode;
    private final HostAnswer answer;
    private final String chosen;
    private final List<Finding> found = new ArrayList<>();

    HostDiagnosis(HostId host, IpAddress address, HostMode mode, HostAnswer answer) {
        this.id = host;
        this.host = host.value();
        this.address = address;
        this.mode = mode;
        this.answer = answer;
        this.chosen = answer.value("interface");
    }

    List<Finding> findings() {
        privileges();
        manager();
        MetadataCopier.of(answer).ifPresent(copier -> found.add(copier.finding(id)));
        theInterface();
        persistence();
        return List.copyOf(found);
    }

    private void privileges() {
        if (has("root")) {
            ok(Checks.HOST_PRIVILEGES, "vip may change its addresses");
        } else {
            problem(
                    Checks.HOST_PRIVILEGES,
                    "user " + answer.value("user") + " can't change addresses, which needs root",
                    "log in as root, or with sudo that asks for no password: sudo(), --sudo");
        }
    }

    private void manager() {
        String manager = answer.value("manager");
        String words = HostFailures.manager(manager, chosen);
        boolean kept = has("keeper");
        if (kept && has("note")) {
            warning(
                    Checks.INTERFACE_MANAGER,
                    HostFailures.whoManages(manager, chosen) + ", and the address is kept there, "
                            + answer.value("note"),
                    "after a reapply have the holder accept it again: moveTo(..), vip move, vip host accept; or use a"
                            + " NetworkManager of 1.42 or later");
        } else if (kept) {
            ok(Checks.INTERFACE_MANAGER, HostFailures.whoManages(manager, chosen));
        } else if (answer.value("why-not").startsWith("taken-away ")) {
            problem(
                    Checks.INTERFACE_MANAGER,
                    HostFailures.takenAway(reason(), answer),
                    "use LinuxConfigurator, or move without a configurator of hosts");
        } else if (isOfAnotherName()) {
            problem(
                    Checks.INTERFACE_MANAGER,
                    "the address can't be persisted: " + reason(),
                    "call its stanza and its auto line " + chosen + " in /etc/network/interfaces, or use the mode while"
                            + " holding");
        } else if (manager.equals("none") && has("unreadable")) {
            unknown(Checks.INTERFACE_MANAGER, UNREADABLE);
        } else if (mode == HostMode.ALWAYS && !manager.equals("ifupdown")) {
            problem(
                    Checks.INTERFACE_MANAGER,
                    "the address can't be persisted: " + HostFailures.whoManages(manager, chosen) + whyNot(manager),
                    mend("have it accept once more: vip host accept --mode always")
                            + "use the mode while holding, or persist it there");
        } else if (manager.equals("ifupdown") || manager.equals("none")) {
            ok(Checks.INTERFACE_MANAGER, words);
        } else {
            warning(
                    Checks.INTERFACE_MANAGER,
                    words + (has("why-not") ? ": " + reason() : ""),
                    mend(ACCEPT_AGAIN)
                            + "after that have the holder accept it again: moveTo(..), vip move, vip host accept");
        }
    }

    private String whyNot(String manager) {
        boolean said = has("why-not") && !answer.value("why-not").startsWith("unmanaged ");
        return said ? ": " + reason() : HostFailures.notHere(manager);
    }

    /** What to do so that the address can be kept there, and then that; empty where nothing helps. */
    private String mend(String then) {
        String first = switch (answer.value("why-not").replaceFirst(" .*", "")) {
            case "no-dispatcher", "no-directory" ->
                "let NetworkManager run its scripts: systemctl unmask NetworkManager-dispatcher, and then systemctl enable"
                        + " NetworkManager-dispatcher; or install its dispatcher";
            case "several-links" ->
                "give " + chosen + " a file of its own, or put what the drop-ins say into that file and remove them,"
                        + " and networkctl reload";
            default -> "";
        };
        return first.isEmpty() ? "" : first + "; then " + then + "; or ";
    }

    /** What the script says to why nothing keeps the address, without its word for that. */
    private String reason() {
        return answer.value("why-not").replaceFirst("^\\S+ ", "");
    }

    private void theInterface() {
        if (has("no-tool")) {
            String[] missing = answer.value("no-tool").split("; ", 2);
            problem(Checks.HOST_INTERFACE, missing[0], missing[missing.length - 1]);
        } else if (has("down")) {
            problem(Checks.HOST_INTERFACE, chosen + " is down", "set it up: ip link set " + chosen + " up");
        } else if (has("elsewhere")) {
            problem(
                    Checks.HOST_INTERFACE,
                    "it is on interface " + answer.value("elsewhere") + " already, and belongs on " + chosen,
                    "have it drop the address, which takes it away there: vip host drop; or name that interface:"
                            + " interfaceName(..), --interface");
        } else if (has("blocked")) {
            String[] blocked = answer.value("blocked").split(": ", 2);
            problem(
                    Checks.HOST_INTERFACE,
                    "it has " + blocked[0],
                    blocked[blocked.length - 1] + ", then have it accept");
        } else if (!has("own-address")) {
            problem(
                    Checks.HOST_INTERFACE,
                    chosen + " has no address of its own: with " + address + " alone the host would send from it",
                    "give " + chosen + " its own address");
        } else if (has("beside")
                && answer.places().stream()
                        .noneMatch(place -> place.interfaceName().equals(chosen))) {
            ok(
                    Checks.HOST_INTERFACE,
                    "it is on interface " + answer.value("beside") + ", where somebody else put it: the host accepts it"
                            + " there, and vip leaves it there until the host is to drop it");
        } else if (answer.places().stream()
                .anyMatch(place -> !place.ours() && place.interfaceName().equals(chosen))) {
            warning(
                    Checks.HOST_INTERFACE,
                    "the address is not there in vip's form: the host may send from it",
                    answer.configured(address).isEmpty()
                            ? "have it accept once more, which mends that: moveTo(..), vip move, vip host accept"
                            : "do what " + Checks.PERSISTENCE
                                    + " says: somebody else's configuration gives it that form");
        } else {
            ok(Checks.HOST_INTERFACE, chosen + " is up, and has an address of its own");
        }
    }

    private void persistence() {
        String file = answer.value("file");
        String path = has("where") ? answer.value("where") : FOLDER + "/" + Names.file(address);
        List<Configured> configured = answer.configured(address);
        if (has("foreign")) {
            problem(
                    Checks.PERSISTENCE,
                    answer.value("foreign") + " " + file + ", and vip does not touch it",
                    HostFailures.putRight(answer.value("foreign")));
        } else if (!configured.isEmpty()) {
            configured.forEach(each -> warning(Checks.PERSISTENCE, each.words(), each.remedy()));
        } else if (has("unasked")) {
            found.add(Finding.unknown(
                    Checks.PERSISTENCE,
                    host,
                    "whether somebody else's configuration gives it the address: " + answer.value("unasked"),
                    "ask as root: sudo(), --sudo"));
        } else if (mode == HostMode.WHILE_HOLDING) {
            if (file.equals("ours")) {
                warning(
                        Checks.PERSISTENCE,
                        "the address is persisted in " + path + ": the host accepts it after a boot, whoever holds it",
                        "use the mode always on every host; or have the holder accept it once more (vip host accept), and the others"
                                + " drop it (vip host drop)");
            } else if (isAlone()) {
                warning(
                        Checks.PERSISTENCE,
                        "nothing restores it after a change of " + chosen + ", which " + answer.value("manager")
                                + " manages",
                        ACCEPT_AGAIN);
            } else {
                ok(
                        Checks.PERSISTENCE,
                        file.equals("held")
                                ? "kept until a reboot, as in the mode while holding"
                                : "nothing is persisted, as in the mode while holding");
            }
        } else if (!has("keeper") && (!isOfIfupdown() || isOfAnotherName())) {
            warning(
                    Checks.PERSISTENCE,
                    file.equals("ours")
                            ? "the address is persisted in " + path + ", which is not known to be read"
                            : NOT_YET,
                    "do what " + Checks.INTERFACE_MANAGER + " says of " + chosen);
        } else if (file.equals("ours")) {
            String reader = reader();
            if (has("seen")) {
                ok(Checks.PERSISTENCE, reader + " reads " + path);
            } else if (!reader.equals("ifupdown")) {
                problem(
                        Checks.PERSISTENCE,
                        reader + " does not read " + path,
                        "have it accept once more: vip host accept --mode always");
            } else if (has("unreadable")) {
                unknown(Checks.PERSISTENCE, UNREADABLE);
            } else {
                problem(Checks.PERSISTENCE, "ifupdown does not read " + path + why(), "mend /etc/network/interfaces");
            }
        } else {
            notYetPersisted(path);
        }
    }

    /** Whether the host accepts the address, and a manager that could keep it does not. */
    private boolean isAlone() {
        return has("keeper")
                && answer.value("file").equals("absent")
                && !has("lease")
                && answer.places().stream()
                        .anyMatch(place -> place.interfaceName().equals(chosen));
    }

    /** Whether what its files say of ifupdown counts: it manages the interface, or nobody does yet. */
    private boolean isOfIfupdown() {
        return answer.value("manager").equals("ifupdown")
                || answer.value("manager").equals("none");
    }

    /** Whether ifupdown manages the interface, and would not read a stanza of its name. */
    private boolean isOfAnotherName() {
        return mode == HostMode.ALWAYS && answer.value("why-not").startsWith("logical ");
    }

    /** Whose files the address is kept in. */
    private String reader() {
        return switch (answer.value("keeper")) {
            case "networkd" -> "systemd-networkd";
            case "networkmanager" -> "NetworkManager";
            default -> "ifupdown";
        };
    }

    private void notYetPersisted(String path) {
        if (has("keeper") && !reader().equals("ifupdown")) {
            warning(Checks.PERSISTENCE, NOT_YET, ACCEPT_ALWAYS);
            return;
        }
        if (has("no-directory")) {
            problem(
                    Checks.PERSISTENCE,
                    answer.value("no-directory") + " is not there",
                    "install ifupdown, or use the mode while holding");
            return;
        }
        if (!has("interfaces")) {
            unknown(Checks.PERSISTENCE, UNREADABLE);
            return;
        }
        try {
            if (HostFailures.interfaces(answer).reads(path)) {
                warning(Checks.PERSISTENCE, NOT_YET, ACCEPT_ALWAYS);
            } else {
                problem(
                        Checks.PERSISTENCE,
                        "ifupdown would not read " + path + why(),
                        "let /etc/network/interfaces read it: source " + FOLDER + "/*");
            }
        } catch (IllegalArgumentException e) {
            unknown(Checks.PERSISTENCE, "something in it is not understood: " + e.getMessage());
        }
    }

    private String why() {
        try {
            return has("interfaces") ? ": " + HostFailures.interfaces(answer).whyUnread(FOLDER) : "";
        } catch (IllegalArgumentException e) {
            return ": " + e.getMessage();
        }
    }

    private boolean has(String key) {
        return !answer.value(key).isEmpty();
    }

    private void ok(String check, String detail) {
        found.add(Finding.ok(check, host, detail));
    }

    private void warning(String check, String detail, String remedy) {
        found.add(Finding.warning(check, host, detail, remedy));
    }

    private void problem(String check, String detail, String remedy) {
        found.add(Finding.problem(check, host, detail, remedy));
    }

    private void unknown(String check, String why) {
        found.add(Finding.unknown(check, host, why, "look at /etc/network/interfaces on the host"));
    }
}
